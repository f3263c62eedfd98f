import { useEffect } from "react";
import type { Tally } from "../../../metrics/insights/tally";
import { useApp, useAppStore } from "../../app-context";
import { Section } from "../../components/page";
import { INSIGHTS_COPY } from "../../copy/insights";
import { formatCount, formatShare, formatUsd } from "../../format";
import styles from "./insights-page.module.css";

/** The four figures that most people come for. */
export function Highlights({ tally, modelLabel }: { tally: Tally; modelLabel: string }) {
  const store = useAppStore();
  const spent = useApp((state) => state.spent);
  useEffect(() => {
    store.spending().then(
      ({ refresh }) => refresh(),
      () => {},
    );
  }, [store]);
  const { local, cloud, saved, keptTokens, energyUsd } = tally;
  const answered = local.finished + cloud.finished;
  return (
    <Section title={INSIGHTS_COPY.highlights}>
      <dl className={styles.highlights}>
        <Figure
          label={INSIGHTS_COPY.onDevice}
          value={answered === 0 ? "–" : formatShare(local.finished / answered)}
          note={INSIGHTS_COPY.onDeviceNote(formatCount(local.finished), formatCount(answered))}
        />
        <Figure
          label={INSIGHTS_COPY.saved}
          value={saved === null || saved.runs === 0 ? "–" : formatUsd(Math.max(0, saved.usd - energyUsd))}
          note={
            saved === null
              ? INSIGHTS_COPY.savedNoPrice(modelLabel)
              : INSIGHTS_COPY.savedNote(modelLabel, energyUsd > 0, saved.unpriced)
          }
        />
        <Figure label={INSIGHTS_COPY.kept} value={formatCount(keptTokens)} note={INSIGHTS_COPY.keptNote} />
        <Figure
          label={INSIGHTS_COPY.cost}
          value={formatUsd(cloud.costUsd)}
          note={[
            cloud.unknownCosts > 0 ? INSIGHTS_COPY.costUnknown(cloud.unknownCosts) : null,
            spent === null ? null : INSIGHTS_COPY.costMonth(formatUsd(spent.monthUsd)),
          ]
            .filter((words) => words !== null)
            .join(" ")}
        />
      </dl>
    </Section>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className={styles.highlight}>
      <dt>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
