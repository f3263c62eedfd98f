import { type FormEvent, useState } from "react";
import { useActions } from "../../app-context";
import { Button } from "../../components/button";
import { SelectField, TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";

const ONNX_QUANTISATIONS = ["q4", "q4f16", "q8", "fp16", "fp32"];
const EMPTY = {
  engine: "onnx" as "onnx" | "web-llm",
  label: "",
  url: "",
  revision: "main",
  libraryUrl: "",
  quantization: "q8",
};

/** Adds a language model that is in no catalogue. */
export function CustomModelForm() {
  const { addCustomModel } = useActions();
  const [values, setValues] = useState(EMPTY);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<typeof EMPTY>) => {
    setProblem(null);
    setValues({ ...values, ...part });
  };

  const add = (event: FormEvent) => {
    event.preventDefault();
    const url = webAddress(values.url);
    const libraryUrl = webAddress(values.libraryUrl);
    if (url === null) return setProblem("The address must begin with http:// or https://.");
    if (values.engine === "web-llm" && libraryUrl === null)
      return setProblem("A WebLLM model also needs the address of its model library (.wasm).");
    addCustomModel({
      engine: values.engine,
      label: values.label.trim() || new URL(url).pathname.split("/").filter(Boolean).at(-1) || url,
      url,
      revision: values.revision.trim() || "main",
      ...(values.engine === "web-llm" && libraryUrl !== null ? { libraryUrl } : {}),
      ...(values.engine === "onnx" ? { quantization: values.quantization } : {}),
    });
    setValues(EMPTY);
  };

  return (
    <form className={`${page.card} ${form.form}`} onSubmit={add}>
      <div className={form.grid}>
        <SelectField
          label="Engine"
          value={values.engine}
          onChange={(event) => change({ engine: event.target.value === "web-llm" ? "web-llm" : "onnx" })}
        >
          <option value="onnx">ONNX (WebGPU or WebAssembly)</option>
          <option value="web-llm">WebLLM (WebGPU)</option>
        </SelectField>
        <TextField
          label="Address"
          type="url"
          required
          placeholder="https://huggingface.co/owner/model"
          value={values.url}
          onChange={(event) => change({ url: event.target.value })}
        />
        <TextField
          label="Revision"
          value={values.revision}
          onChange={(event) => change({ revision: event.target.value })}
        />
        <TextField
          label="Name"
          hint="Optional"
          value={values.label}
          onChange={(event) => change({ label: event.target.value })}
        />
        {values.engine === "web-llm" ? (
          <TextField
            label="Model library"
            type="url"
            placeholder="https://…/model.wasm"
            value={values.libraryUrl}
            onChange={(event) => change({ libraryUrl: event.target.value })}
          />
        ) : (
          <SelectField
            label="Quantisation"
            value={values.quantization}
            onChange={(event) => change({ quantization: event.target.value })}
          >
            {ONNX_QUANTISATIONS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </SelectField>
        )}
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
      <div className={form.row}>
        <Button type="submit">Add model</Button>
        <span className={form.hint}>Nothing is fetched until you press Download.</span>
      </div>
    </form>
  );
}

function webAddress(text: string): string | null {
  try {
    const url = new URL(text.trim());
    return url.protocol === "https:" || url.protocol === "http:" ? url.href.replace(/\/+$/, "") : null;
  } catch {
    return null;
  }
}
