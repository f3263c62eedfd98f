import { useState } from "react";
import { BUILD_MODEL_HOST, modelHostProblem } from "../../../platform/model-host";
import { useActions, useApp } from "../../app-context";
import { CheckField, TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { SETTINGS_COPY } from "../../copy/settings";

/** Where model files may come from: a mirror, or nowhere at all. */
export function ModelHostForm() {
  const { updateSettings } = useActions();
  const modelHost = useApp((state) => state.settings.modelHost);
  const airGap = useApp((state) => state.settings.airGap);
  const [text, setText] = useState(modelHost ?? "");
  const problem = text.trim() === "" ? null : modelHostProblem(text);

  const change = (next: string) => {
    setText(next);
    const trimmed = next.trim();
    if (trimmed === "") updateSettings({ modelHost: null });
    // A half-typed address is not kept, and the one before it is not used any more.
    else if (modelHostProblem(trimmed) === null)
      updateSettings({ modelHost: new URL(trimmed).href.replace(/\/+$/, "") });
    else updateSettings({ modelHost: null });
  };

  return (
    <div className={`${page.card} ${form.form}`}>
      <TextField
        label={SETTINGS_COPY.modelHost}
        hint={
          BUILD_MODEL_HOST === null
            ? SETTINGS_COPY.modelHostHint
            : SETTINGS_COPY.modelHostBuild(BUILD_MODEL_HOST)
        }
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="https://models.example.org"
        problem={problem === null ? null : SETTINGS_COPY.modelHostProblems[problem]}
        disabled={airGap}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      <CheckField
        label={SETTINGS_COPY.airGap}
        hint={SETTINGS_COPY.airGapHint}
        checked={airGap}
        onChange={(closed) => updateSettings({ airGap: closed })}
      />
    </div>
  );
}
