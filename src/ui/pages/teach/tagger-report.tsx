import { f1Of, type TaggerReport } from "../../../core/taught";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { formatShare } from "../../format";
import { MarkedText } from "./marked-text";
import { ByLabel, PROMISING } from "./report-panel";
import styles from "./teach-page.module.css";

/** A rise by this much from half of the examples to all of them is called one. */
const RISE = 0.02;

/** What cross-validation says of a tagger, in figures and in words. */
export function TaggerReportPanel({ report }: { report: TaggerReport }) {
  const { given, found, correct, precisionInterval, recallInterval, halfF1, tested } = report;
  const f1 = f1Of(report);
  const labels = report.scores.map(({ label }) => label);
  const between = ([low, high]: readonly [number, number]) =>
    TEACH_COPY.between2(formatShare(low), formatShare(high));
  return (
    <Section title={TEACH_COPY.report} lead={TEACH_COPY.reportLead}>
      <div className={page.card}>
        <p className={styles.figure}>{TEACH_COPY.f1(formatShare(f1))}</p>
        <p>{TEACH_COPY.recallWords(correct, given, between(recallInterval))}</p>
        <p>
          {found === 0
            ? TEACH_COPY.markedNothing
            : TEACH_COPY.precisionWords(correct, found, between(precisionInterval))}
        </p>
        {tested < PROMISING && <p className={styles.warning}>{TEACH_COPY.promisesTooMuch}</p>}
        {halfF1 !== null && (
          <p>
            {f1 - halfF1 >= RISE
              ? TEACH_COPY.risingF1(formatShare(halfF1))
              : TEACH_COPY.levelledF1(formatShare(halfF1))}
          </p>
        )}
      </div>
      <ByLabel report={report} counted={TEACH_COPY.marks} help={TEACH_COPY.markPrecisionHelp} />
      {report.errors.length > 0 && (
        <details className={page.disclosure}>
          <summary>
            {TEACH_COPY.errors} ({report.errors.length})
          </summary>
          <p className={page.muted}>{TEACH_COPY.errorsLead}</p>
          <ul className={styles.doubtful}>
            {report.errors.map(({ text, given: yours, found: its }) => (
              <li key={text}>
                <span>
                  <span className={page.muted}>{TEACH_COPY.yours} </span>
                  <MarkedText text={text} spans={yours} labels={labels} />
                </span>
                <span>
                  <span className={page.muted}>{TEACH_COPY.its} </span>
                  <MarkedText text={text} spans={its} labels={labels} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
