import { type FormEvent, useState } from "react";
import type { ModelFileInput } from "../../../core/engine";
import type { CustomModel } from "../../../core/settings";
import { useActions, useAppStore } from "../../app-context";
import { Button } from "../../components/button";
import { ChoiceGroup } from "../../components/choice-group";
import { SelectField, TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { MODELS_COPY } from "../../copy/models";
import { FilePicker } from "./file-picker";
import { parseModelAddress } from "./parse-model-address";

const COPY = MODELS_COPY.customForm;
/** A name in the form of an address for files that have none; nothing is ever fetched there. */
const FROM_DISK = "https://files.invalid";
const ONNX_QUANTISATIONS = ["q4", "q4f16", "q8", "fp16", "fp32"];
const ORIGINS = [
  { value: "address", label: COPY.fromAddress },
  { value: "files", label: COPY.fromFiles },
] as const;
const EMPTY = {
  origin: "address" as "address" | "files",
  engine: "onnx" as CustomModel["engine"],
  label: "",
  url: "",
  revision: "",
  libraryUrl: "",
  quantization: "q8",
};

/** Adds a language model that is in no catalogue: by its address, or from files on this device. */
export function CustomModelForm() {
  const { addCustomModel, importModel } = useActions();
  const store = useAppStore();
  const [values, setValues] = useState(EMPTY);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<typeof EMPTY>) => {
    setProblem(null);
    setValues({ ...values, ...part });
  };
  const { engine, origin } = values;
  const ofEngine = engine === "onnx" ? { quantization: values.quantization } : {};

  const addByAddress = (event: FormEvent) => {
    event.preventDefault();
    if (origin === "files") return;
    const address = parseModelAddress(values.url);
    if (typeof address === "string") return setProblem(COPY.badAddress[address]);
    const libraryUrl = webAddress(values.libraryUrl);
    if (engine === "web-llm" && libraryUrl === null) return setProblem(COPY.noLibrary);
    addCustomModel({
      engine,
      label: values.label.trim() || address.name,
      url: address.url,
      revision: values.revision.trim() || (address.revision ?? "main"),
      ...(engine === "web-llm" && libraryUrl !== null ? { libraryUrl } : {}),
      ...ofEngine,
    });
    setValues(EMPTY);
  };

  const addFiles = (files: readonly ModelFileInput[]) => {
    const label = values.label.trim();
    if (label === "") return setProblem(COPY.nameMissing);
    const url = `${FROM_DISK}/${crypto.randomUUID()}`;
    const library = files.find(({ path }) => path.endsWith(".wasm"));
    if (engine === "web-llm" && library === undefined) return setProblem(COPY.noLibrary);
    const id = addCustomModel({
      engine,
      label,
      url,
      revision: "main",
      isFromDisk: true,
      ...(engine === "web-llm" && library !== undefined ? { libraryUrl: `${url}/${library.path}` } : {}),
      ...ofEngine,
    });
    const model = store.catalog.local(store.getState().settings).find((each) => each.id === id);
    if (model !== undefined) void importModel(model, files);
    setValues(EMPTY);
  };

  return (
    <form className={`${page.card} ${form.form}`} onSubmit={addByAddress} noValidate>
      <ChoiceGroup
        label={COPY.origin}
        look="segments"
        choices={ORIGINS}
        value={origin}
        onChange={(next) => change({ origin: next })}
      />
      <div className={form.grid}>
        <SelectField
          label="Engine"
          value={engine}
          onChange={(event) => change({ engine: event.target.value === "web-llm" ? "web-llm" : "onnx" })}
        >
          <option value="onnx">ONNX (WebGPU or WebAssembly)</option>
          <option value="web-llm">WebLLM (WebGPU)</option>
        </SelectField>
        {origin === "address" && (
          <>
            <TextField
              label="Address"
              hint={COPY.addressHint}
              placeholder="owner/model"
              autoCapitalize="none"
              spellCheck={false}
              value={values.url}
              onChange={(event) => change({ url: event.target.value })}
            />
            <TextField
              label="Revision"
              placeholder="main"
              value={values.revision}
              onChange={(event) => change({ revision: event.target.value })}
            />
          </>
        )}
        <TextField
          label="Name"
          {...(origin === "address" ? { hint: "Optional" } : {})}
          value={values.label}
          onChange={(event) => change({ label: event.target.value })}
        />
        {engine === "web-llm" && origin === "address" && (
          <TextField
            label="Model library"
            type="url"
            placeholder="https://…/model.wasm"
            value={values.libraryUrl}
            onChange={(event) => change({ libraryUrl: event.target.value })}
          />
        )}
        {engine === "onnx" && (
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
      {origin === "files" ? (
        <>
          <p className={form.hint}>{COPY.filesHint}</p>
          <FilePicker onChosen={addFiles} />
        </>
      ) : (
        <div className={form.row}>
          <Button type="submit">{COPY.add}</Button>
          <span className={form.hint}>{COPY.nothingFetched}</span>
        </div>
      )}
    </form>
  );
}

function webAddress(text: string): string | null {
  const address = text.trim();
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address).href : null;
}
