import { type ChangeEvent, useRef } from "react";
import type { ModelFileInput } from "../../../core/engine";
import { Button } from "../../components/button";
import field from "../../components/field.module.css";
import { MODELS_COPY } from "../../copy/models";
import { modelFilesOf } from "./model-files-of";

/** Takes a model's files from disk, one by one or as a folder. Nothing is uploaded. */
export function FilePicker({ onChosen }: { onChosen: (files: readonly ModelFileInput[]) => void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = modelFilesOf([...(target.files ?? [])]);
    // The same files can be chosen once more.
    target.value = "";
    if (chosen.length > 0) onChosen(chosen);
  };
  const asFolder = (input: HTMLInputElement | null) => {
    folder.current = input;
    if (input !== null) input.webkitdirectory = true;
  };
  return (
    <div className={field.row}>
      <input ref={files} type="file" multiple hidden onChange={take} />
      <input ref={asFolder} type="file" hidden onChange={take} />
      <Button size="small" onClick={() => folder.current?.click()}>
        {MODELS_COPY.chooseFolder}
      </Button>
      <Button size="small" onClick={() => files.current?.click()}>
        {MODELS_COPY.chooseFiles}
      </Button>
    </div>
  );
}
