import { type Appearance, OVERFLOW_POLICIES, type OverflowPolicy } from "../../../core/settings";
import { useActions, useApp } from "../../app-context";
import { ChoiceGroup } from "../../components/choice-group";
import { CheckField, SelectField, TextField } from "../../components/field";
import form from "../../components/field.module.css";
import { Page, Section } from "../../components/page";
import page from "../../components/page.module.css";
import { BUDGET_COPY } from "../../copy/budget";
import { CONDENSE_COPY } from "../../copy/condense";
import { OVERFLOW_COPY, OVERFLOW_HELP, OVERFLOW_LABELS } from "../../copy/overflow";
import { PRIVACY_SETTINGS_COPY } from "../../copy/privacy";
import { ROUTING_COPY } from "../../copy/routing";
import { APPEARANCE_LABELS, SETTINGS_COPY } from "../../copy/settings";
import { BudgetForm } from "./budget-form";
import { EndpointForm } from "./endpoint-form";
import { ModelHostForm } from "./model-host-form";
import { OtherEndpoints } from "./other-endpoints";
import { PriceForm, readPrice } from "./price-form";
import { PrivacyForm } from "./privacy-form";
import { LearntRouting, RoutingForm } from "./routing-form";
import styles from "./settings-page.module.css";

const APPEARANCES = (Object.keys(APPEARANCE_LABELS) as Appearance[]).map((value) => ({
  value,
  label: APPEARANCE_LABELS[value],
}));

/** Everything a person can set. */
export function SettingsPage() {
  const { updateSettings } = useActions();
  const settings = useApp((state) => state.settings);
  const { energy } = settings;
  return (
    <Page name="settings">
      <Section title={SETTINGS_COPY.endpoint} lead={SETTINGS_COPY.endpointLead}>
        <EndpointForm />
        <OtherEndpoints />
      </Section>
      <Section title={SETTINGS_COPY.appearance}>
        <div className={styles.appearance}>
          <ChoiceGroup
            label={SETTINGS_COPY.appearance}
            look="segments"
            choices={APPEARANCES}
            value={settings.appearance}
            onChange={(appearance) => updateSettings({ appearance })}
          />
        </div>
      </Section>
      <Section title={ROUTING_COPY.title} lead={ROUTING_COPY.lead}>
        <RoutingForm />
        <LearntRouting />
      </Section>
      <Section title={SETTINGS_COPY.routing}>
        <div className={`${page.card} ${form.form}`}>
          <CheckField
            label={SETTINGS_COPY.cloudFallback}
            hint={SETTINGS_COPY.cloudFallbackHint}
            checked={settings.allowCloudFallback}
            onChange={(allowCloudFallback) => updateSettings({ allowCloudFallback })}
          />
          <CheckField
            label={SETTINGS_COPY.localFallback}
            hint={SETTINGS_COPY.localFallbackHint}
            checked={settings.allowLocalFallback}
            onChange={(allowLocalFallback) => updateSettings({ allowLocalFallback })}
          />
          <CheckField
            label={CONDENSE_COPY.setting}
            hint={CONDENSE_COPY.hint}
            checked={settings.condense}
            onChange={(condense) => updateSettings({ condense })}
          />
          <SelectField
            label={OVERFLOW_COPY.setting}
            hint={`${OVERFLOW_HELP[settings.overflowPolicy]} ${OVERFLOW_COPY.hint}`}
            value={settings.overflowPolicy}
            onChange={(event) => updateSettings({ overflowPolicy: event.target.value as OverflowPolicy })}
          >
            {OVERFLOW_POLICIES.map((policy) => (
              <option key={policy} value={policy}>
                {OVERFLOW_LABELS[policy]}
              </option>
            ))}
          </SelectField>
        </div>
      </Section>
      <Section title={PRIVACY_SETTINGS_COPY.title} lead={PRIVACY_SETTINGS_COPY.lead}>
        <PrivacyForm />
      </Section>
      <Section title={SETTINGS_COPY.models} lead={SETTINGS_COPY.modelsLead}>
        <ModelHostForm />
        <div className={`${page.card} ${form.form}`}>
          <TextField
            label={SETTINGS_COPY.idleUnload}
            hint={SETTINGS_COPY.idleUnloadHint}
            type="number"
            min={0}
            max={MOST_IDLE_MINUTES}
            step={1}
            value={settings.idleUnloadMinutes}
            onChange={({ target }) => updateSettings({ idleUnloadMinutes: readMinutes(target.value) })}
          />
        </div>
      </Section>
      <Section title={SETTINGS_COPY.prices} lead={SETTINGS_COPY.pricesLead}>
        <PriceForm />
      </Section>
      <Section title={BUDGET_COPY.title} lead={BUDGET_COPY.lead}>
        <BudgetForm />
      </Section>
      <Section title={SETTINGS_COPY.energy} lead={SETTINGS_COPY.energyLead}>
        <div className={`${page.card} ${form.grid}`}>
          <TextField
            label={SETTINGS_COPY.watts}
            type="number"
            min={0}
            step="any"
            value={energy.watts ?? ""}
            onChange={(event) =>
              updateSettings({ energy: { ...energy, watts: readPrice(event.target.value) } })
            }
          />
          <TextField
            label={SETTINGS_COPY.kwh}
            type="number"
            min={0}
            step="any"
            value={energy.usdPerKwh ?? ""}
            onChange={(event) =>
              updateSettings({ energy: { ...energy, usdPerKwh: readPrice(event.target.value) } })
            }
          />
        </div>
      </Section>
      <Section title={SETTINGS_COPY.history}>
        <div className={page.card}>
          <CheckField
            label={SETTINGS_COPY.keepHistory}
            hint={SETTINGS_COPY.keepHistoryHint}
            checked={settings.keepHistory}
            onChange={(keepHistory) => updateSettings({ keepHistory })}
          />
        </div>
      </Section>
    </Page>
  );
}

/** A day: more is as good as never. */
const MOST_IDLE_MINUTES = 24 * 60;

/** Minutes as entered, within what the settings keep. */
function readMinutes(text: string): number {
  const minutes = Math.round(Number(text));
  return Number.isFinite(minutes) ? Math.min(MOST_IDLE_MINUTES, Math.max(0, minutes)) : 0;
}
