import { keyFor } from "../../../store/selectors";
import { useActions, useApp, useAppStore } from "../../app-context";
import { Button } from "../../components/button";
import { SelectField, TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { SETTINGS_COPY } from "../../copy/settings";
import { sentence } from "../../sentence";
import { ConnectionTestResult, useConnectionTest } from "./connection-test";

/** The cloud side: where, which model, with which key, and whether it answers. */
export function EndpointForm() {
  const { catalog } = useAppStore();
  const actions = useActions();
  const endpoint = useApp((state) => state.settings.provider);
  const { providerId, baseUrl, modelName } = endpoint;
  const key = useApp((state) => keyFor(state, baseUrl));
  const settings = useApp((state) => state.settings);
  const test = useConnectionTest(endpoint);
  const providers = catalog.providers();
  const provider = providers.find((each) => each.id === providerId);
  const listed =
    test?.state === "ok"
      ? test.models.map(({ name }) => name)
      : catalog
          .cloud(settings)
          .flatMap(({ source }) =>
            source.type === "provider" && source.providerId === providerId ? [source.name] : [],
          );

  const retirement = catalog.cloudChoice(settings).retirement;
  const shutdownDate =
    (test?.state === "ok" ? test.models.find(({ name }) => name === modelName)?.shutdownDate : undefined) ??
    retirement?.date;
  const known = new Set([...(provider?.suggestedModels ?? []), ...listed]);

  return (
    <form
      className={`${page.card} ${form.form}`}
      onSubmit={(event) => {
        event.preventDefault();
        void actions.testConnection();
      }}
    >
      <div className={form.pairs}>
        <SelectField
          label={SETTINGS_COPY.provider}
          hint={provider?.keyHint}
          value={providerId}
          onChange={(event) => actions.chooseProvider(event.target.value)}
        >
          {providers.map((each) => (
            <option key={each.id} value={each.id}>
              {each.label}
            </option>
          ))}
        </SelectField>
        <TextField
          label={SETTINGS_COPY.baseUrl}
          type="url"
          hint={SETTINGS_COPY.baseUrlHint}
          problem={baseUrl === "" ? null : sentence(catalog.baseUrlProblem(baseUrl))}
          value={baseUrl}
          spellCheck={false}
          onChange={(event) => actions.updateProvider({ baseUrl: event.target.value.trim() })}
        />
        <TextField
          label={SETTINGS_COPY.model}
          list="known-models"
          value={modelName}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => actions.updateProvider({ modelName: event.target.value.trim() })}
        />
        <datalist id="known-models">
          {[...known].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <TextField
          label={SETTINGS_COPY.key}
          type="password"
          autoComplete="off"
          hint={
            <>
              {SETTINGS_COPY.keyHint} {provider?.needsKey === false && SETTINGS_COPY.keyNotNeeded}{" "}
              {provider?.docs !== undefined && (
                <a href={provider.docs} target="_blank" rel="noopener noreferrer">
                  About keys
                </a>
              )}
            </>
          }
          value={key}
          onChange={(event) => actions.setKey(event.target.value)}
        />
      </div>
      {shutdownDate !== undefined && (
        <p className={`${page.tag} ${page.warn}`}>
          {SETTINGS_COPY.shutDown(shutdownDate, retirement?.replacement)}
        </p>
      )}
      <div className={form.row}>
        <Button type="submit" disabled={test?.state === "running"}>
          {SETTINGS_COPY.test}
        </Button>
        <Button look="quiet" disabled={key === ""} onClick={actions.forgetKeys}>
          {SETTINGS_COPY.forget}
        </Button>
      </div>
      <ConnectionTestResult endpoint={endpoint} />
    </form>
  );
}
