import { useId } from "react";
import { PROVIDER_ORDERS, type ProviderOrder, type ProviderSettings } from "../../../core/settings";
import { endpointsOf, keyFor } from "../../../store/selectors";
import { useActions, useApp, useAppStore } from "../../app-context";
import { Button } from "../../components/button";
import { CheckField, SelectField, TextField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { ENDPOINTS_COPY } from "../../copy/endpoints";
import { SETTINGS_COPY } from "../../copy/settings";
import { sentence } from "../../sentence";
import { ConnectionTestResult, useConnectionTest } from "./connection-test";

/** Endpoints that stand in for the first one, and which of them all is asked first. */
export function OtherEndpoints() {
  const { addEndpoint, updateSettings, switchEndpoint } = useActions();
  const settings = useApp((state) => state.settings);
  const endpoints = endpointsOf(settings);
  const [first, ...others] = endpoints;
  return (
    <>
      {others.length > 0 && (
        <div className={`${page.card} ${form.form}`}>
          <SelectField
            label={ENDPOINTS_COPY.order}
            hint={ENDPOINTS_COPY.orderHints[settings.providerOrder]}
            value={settings.providerOrder}
            onChange={(event) => updateSettings({ providerOrder: event.target.value as ProviderOrder })}
          >
            {PROVIDER_ORDERS.map((order) => (
              <option key={order} value={order}>
                {ENDPOINTS_COPY.orders[order]}
              </option>
            ))}
          </SelectField>
          <CheckField
            label={ENDPOINTS_COPY.use(first === undefined ? "" : hostOf(first))}
            hint={ENDPOINTS_COPY.firstHint}
            checked={first?.isOff !== true}
            onChange={(isOn) => switchEndpoint(0, isOn)}
          />
        </div>
      )}
      {others.map((endpoint, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an endpoint is known by its place alone
        <OtherEndpoint key={index} place={index + 1} endpoint={endpoint} />
      ))}
      <div className={form.row}>
        <Button icon="plus" onClick={addEndpoint}>
          {ENDPOINTS_COPY.add}
        </Button>
        <span className={page.muted}>{ENDPOINTS_COPY.addHint}</span>
      </div>
    </>
  );
}

function OtherEndpoint({ place, endpoint }: { place: number; endpoint: ProviderSettings }) {
  const titleId = useId();
  const { catalog } = useAppStore();
  const actions = useActions();
  const { providerId, baseUrl, modelName, isOff } = endpoint;
  const key = useApp((state) => keyFor(state, baseUrl));
  const test = useConnectionTest(endpoint);
  const providers = catalog.providers();
  const provider = providers.find(({ id }) => id === providerId);
  return (
    <fieldset className={`${page.card} ${form.form}`} aria-labelledby={titleId}>
      <div className={page.cardHead}>
        <h3 id={titleId} className={page.grow}>
          {ENDPOINTS_COPY.title(place + 1)}
        </h3>
        <Button size="small" look="quiet" onClick={() => actions.raiseEndpoint(place)}>
          {ENDPOINTS_COPY.raise}
        </Button>
        <Button size="small" look="quiet" icon="trash" onClick={() => actions.removeEndpoint(place)}>
          {ENDPOINTS_COPY.remove}
        </Button>
      </div>
      <CheckField
        label={ENDPOINTS_COPY.use(hostOf(endpoint))}
        checked={isOff !== true}
        onChange={(isOn) => actions.switchEndpoint(place, isOn)}
      />
      <div className={form.pairs}>
        <SelectField
          label={SETTINGS_COPY.provider}
          value={providerId}
          onChange={(event) => actions.chooseProvider(event.target.value, place)}
        >
          {providers.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </SelectField>
        <TextField
          label={SETTINGS_COPY.baseUrl}
          type="url"
          problem={baseUrl === "" ? null : sentence(catalog.baseUrlProblem(baseUrl))}
          value={baseUrl}
          spellCheck={false}
          onChange={(event) => actions.updateEndpoint(place, { baseUrl: event.target.value.trim() })}
        />
        <TextField
          label={SETTINGS_COPY.model}
          value={modelName}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => actions.updateEndpoint(place, { modelName: event.target.value.trim() })}
        />
        <TextField
          label={SETTINGS_COPY.key}
          type="password"
          autoComplete="off"
          hint={provider?.needsKey === false ? SETTINGS_COPY.keyNotNeeded : SETTINGS_COPY.keyHint}
          value={key}
          onChange={(event) => actions.setKey(event.target.value, baseUrl)}
        />
      </div>
      <div className={form.row}>
        <Button disabled={test?.state === "running"} onClick={() => void actions.testConnection(place)}>
          {SETTINGS_COPY.test}
        </Button>
      </div>
      <ConnectionTestResult endpoint={endpoint} />
    </fieldset>
  );
}

function hostOf({ baseUrl }: ProviderSettings): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : ENDPOINTS_COPY.noAddress;
}
