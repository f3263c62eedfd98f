import { type FormEvent, useState } from "react";
import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import { TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { formatUsd } from "../../format";

/** The person's own prices by model name. */
export function PriceForm() {
  const { setPrice } = useActions();
  const prices = useApp((state) => state.settings.priceOverrides);
  const modelName = useApp((state) => state.settings.provider.modelName);
  const [name, setName] = useState("");
  const [input, setInput] = useState("");
  const [output, setOutput] = useState("");

  const add = (event: FormEvent) => {
    event.preventDefault();
    const inputUsd = readPrice(input);
    const outputUsd = readPrice(output);
    const target = name.trim() || modelName;
    if (target === "" || (inputUsd === null && outputUsd === null)) return;
    setPrice(target, {
      ...(inputUsd === null ? {} : { inputUsdPerMillion: inputUsd }),
      ...(outputUsd === null ? {} : { outputUsdPerMillion: outputUsd }),
      source: "your own price",
      asOf: new Date().toISOString().slice(0, 10),
    });
    setName("");
    setInput("");
    setOutput("");
  };

  return (
    <form className={`${page.card} ${form.form}`} onSubmit={add}>
      {Object.entries(prices).map(([model, price]) => (
        <div key={model} className={page.cardHead}>
          <strong>{model}</strong>
          <span className={page.muted}>
            in {price.inputUsdPerMillion === undefined ? "unknown" : formatUsd(price.inputUsdPerMillion)}, out{" "}
            {price.outputUsdPerMillion === undefined ? "unknown" : formatUsd(price.outputUsdPerMillion)}, set{" "}
            {price.asOf}
          </span>
          <span className={page.grow} />
          <Button look="quiet" size="small" icon="trash" onClick={() => setPrice(model, null)}>
            Remove<span className="visually-hidden"> the price of {model}</span>
          </Button>
        </div>
      ))}
      <div className={form.grid}>
        <TextField
          label="Model"
          placeholder={modelName}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Tokens in, per million"
          inputMode="decimal"
          value={input}
          onChange={(event) => setInput(event.target.value)}
        />
        <TextField
          label="Tokens out, per million"
          inputMode="decimal"
          value={output}
          onChange={(event) => setOutput(event.target.value)}
        />
      </div>
      <div className={form.row}>
        <Button type="submit">Set price</Button>
      </div>
    </form>
  );
}

/** A price that is a number and not negative; null otherwise. */
export function readPrice(text: string): number | null {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) || value < 0 ? null : value;
}
