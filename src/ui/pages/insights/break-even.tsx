import { type CostAssumptions, NO_ASSUMPTIONS } from "../../../core/insights";
import type { ModelRecord } from "../../../core/model";
import { type AssumedCosts, assumedCosts } from "../../../metrics/insights/assumed-costs";
import { breakEvenRequests, costAt, costFacts } from "../../../metrics/insights/break-even";
import type { Tally } from "../../../metrics/insights/tally";
import { costUsd } from "../../../metrics/prices";
import { useActions, useApp, useAppStore } from "../../app-context";
import { Button } from "../../components/button";
import { TextField } from "../../components/field";
import form from "../../components/field.module.css";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { ASSUMPTION_COPY, BREAK_EVEN_COPY } from "../../copy/break-even";
import { SETTINGS_COPY } from "../../copy/settings";
import { formatCount, formatUsd } from "../../format";
import { readPrice } from "../settings/price-form";
import { CostChart } from "./cost-chart";
import { Table } from "./log-tables";

/** From which request on the device costs less than the cloud, with what that assumes. */
export function BreakEven({ tally, model }: { tally: Tally | null; model: ModelRecord }) {
  const store = useAppStore();
  const settings = useApp((state) => state.settings);
  const availability = useApp((state) => state.availability);
  const downloadedBytes = store.catalog
    .local(settings)
    .filter(({ id }) => availability[id]?.state === "ready")
    .reduce((sum, { downloadBytes }) => sum + downloadBytes, 0);
  const assumed = assumedCosts(settings.costAssumptions, tally, downloadedBytes);
  const cloudUsd = costUsd(model.price, assumed);
  return (
    <Section title={BREAK_EVEN_COPY.title} lead={BREAK_EVEN_COPY.lead(model.label)}>
      {cloudUsd === undefined ? (
        <p>{BREAK_EVEN_COPY.noPrice(model.label)}</p>
      ) : (
        <Outcome assumed={assumed} cloudUsd={cloudUsd} />
      )}
      <Assumptions assumed={assumed} />
    </Section>
  );
}

/** So far ahead that nobody plans for it. */
const MOST_REQUESTS = 100_000_000;

function Outcome({ assumed, cloudUsd }: { assumed: AssumedCosts; cloudUsd: number }) {
  const { watts, usdPerKwh } = useApp((state) => state.settings.energy);
  const facts = costFacts({ ...assumed, watts, usdPerKwh, cloudUsdPerRequest: cloudUsd });
  const even = breakEvenRequests(facts);
  const isReached = even !== null && even <= MOST_REQUESTS;
  const year = Math.max(1, Math.round(assumed.requestsPerDay * 365));
  const most = isReached && even > 0 ? Math.max(even * 2, Math.min(year, even * 20)) : year;
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(most * share));
  const rows = [...new Set(isReached ? [...marks, even] : marks)].sort((one, other) => one - other);
  return (
    <>
      <p className={page.lead}>
        {even === 0
          ? BREAK_EVEN_COPY.always(formatUsd(cloudUsd))
          : isReached
            ? BREAK_EVEN_COPY.from(formatCount(even), daysWords(even / assumed.requestsPerDay))
            : BREAK_EVEN_COPY.never(formatUsd(facts.localUsdPerRequest), formatUsd(cloudUsd))}
      </p>
      <div className={page.card}>
        <CostChart facts={facts} most={most} even={isReached ? even : null} />
        <Table
          label={BREAK_EVEN_COPY.table}
          head={[BREAK_EVEN_COPY.requests, BREAK_EVEN_COPY.local, BREAK_EVEN_COPY.cloud]}
          rows={rows.map((requests) => {
            const { localUsd, cloudUsd: inCloud } = costAt(facts, requests);
            return [formatCount(requests), formatUsd(localUsd), formatUsd(inCloud)];
          })}
        />
      </div>
    </>
  );
}

function daysWords(days: number): string {
  if (!Number.isFinite(days)) return BREAK_EVEN_COPY.noDays;
  if (days < 1) return BREAK_EVEN_COPY.withinDay;
  if (days > 2 * 365) return BREAK_EVEN_COPY.years(formatCount(Math.round(days / 365)));
  return BREAK_EVEN_COPY.days(formatCount(Math.ceil(days)));
}

const FIELDS = Object.keys(ASSUMPTION_COPY) as (keyof CostAssumptions)[];

function Assumptions({ assumed }: { assumed: AssumedCosts }) {
  const { updateSettings } = useActions();
  const { costAssumptions, energy } = useApp((state) => state.settings);
  const isChanged = FIELDS.some((field) => costAssumptions[field] !== null);
  return (
    <details className={`${page.card} ${page.disclosure}`}>
      <summary>{BREAK_EVEN_COPY.assumptions}</summary>
      <div className={form.form}>
        <p className={page.muted}>{BREAK_EVEN_COPY.assumptionsHint}</p>
        <div className={form.grid}>
          {FIELDS.map((field) => (
            <TextField
              key={field}
              label={ASSUMPTION_COPY[field]}
              type="number"
              min={0}
              step="any"
              placeholder={rough(assumed[field])}
              value={costAssumptions[field] ?? ""}
              onChange={({ target }) =>
                updateSettings({ costAssumptions: { ...costAssumptions, [field]: readPrice(target.value) } })
              }
            />
          ))}
          <TextField
            label={SETTINGS_COPY.watts}
            type="number"
            min={0}
            step="any"
            placeholder="0"
            value={energy.watts ?? ""}
            onChange={({ target }) =>
              updateSettings({ energy: { ...energy, watts: readPrice(target.value) } })
            }
          />
          <TextField
            label={SETTINGS_COPY.kwh}
            type="number"
            min={0}
            step="any"
            placeholder="0"
            value={energy.usdPerKwh ?? ""}
            onChange={({ target }) =>
              updateSettings({ energy: { ...energy, usdPerKwh: readPrice(target.value) } })
            }
          />
        </div>
        {isChanged && (
          <div className={form.row}>
            <Button onClick={() => updateSettings({ costAssumptions: NO_ASSUMPTIONS })}>
              {BREAK_EVEN_COPY.fromLog}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

function rough(value: number): string {
  return String(Number(value.toPrecision(3)));
}
