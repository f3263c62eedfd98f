import type { ClassifierReport, TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { ScrollBox } from "../../components/scroll-box";
import { TEACH_COPY } from "../../copy/teach";
import { formatShare } from "../../format";
import styles from "./teach-page.module.css";
import { useTeach } from "./use-teach";

/** From so few examples cross-validation promises more than new texts keep: see decision 0014. */
export const PROMISING = 30;
/** A rise by this much from half of the examples to all of them is called one. */
const RISE = 0.02;

interface ReportPanelProps {
  specialist: TaughtSpecialist;
  report: ClassifierReport;
}

/** What cross-validation says, in figures and in words. */
export function ReportPanel({ specialist, report }: ReportPanelProps) {
  return (
    <Section title={TEACH_COPY.report} lead={TEACH_COPY.reportLead}>
      <Summary report={report} />
      <Confusion report={report} />
      <ByLabel report={report} counted={TEACH_COPY.count} help={TEACH_COPY.precisionHelp} />
      <Doubtful specialist={specialist} report={report} />
    </Section>
  );
}

function Summary({ report }: { report: ClassifierReport }) {
  const { correct, tested, interval, majorityShare, halfAccuracy, sureShare, sureAccuracy } = report;
  const accuracy = correct / tested;
  const isBetter = interval[0] > majorityShare;
  return (
    <div className={page.card}>
      <p className={styles.figure}>{TEACH_COPY.accuracy(correct, tested, formatShare(accuracy))}</p>
      <p>{TEACH_COPY.interval(formatShare(interval[0]), formatShare(interval[1]))}</p>
      <p className={isBetter ? undefined : styles.warning}>
        {isBetter
          ? TEACH_COPY.beatsMajority(formatShare(majorityShare))
          : TEACH_COPY.noBetter(formatShare(majorityShare))}
      </p>
      {tested < PROMISING && <p className={styles.warning}>{TEACH_COPY.promisesTooMuch}</p>}
      {halfAccuracy !== null && (
        <p>
          {accuracy - halfAccuracy >= RISE
            ? TEACH_COPY.rising(formatShare(halfAccuracy))
            : TEACH_COPY.levelled(formatShare(halfAccuracy))}
        </p>
      )}
      <p>
        {sureAccuracy === null
          ? TEACH_COPY.neverSure
          : TEACH_COPY.sure(
              formatShare(sureShare),
              formatShare(sureAccuracy),
              formatShare(report.unsureBelow),
            )}
      </p>
    </div>
  );
}

function Confusion({ report: { confusion, scores } }: { report: ClassifierReport }) {
  return (
    <div className={styles.tablePart}>
      <h3>{TEACH_COPY.confusion}</h3>
      <p className={page.muted}>{TEACH_COPY.confusionLead}</p>
      <ScrollBox label={TEACH_COPY.confusion} className={`${page.scroll} ${page.tableBox}`}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{TEACH_COPY.given}</th>
              {scores.map(({ label }) => (
                <th key={label} scope="col" className={page.number}>
                  {TEACH_COPY.said(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scores.map(({ label }, row) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {scores.map((column, place) => {
                  const count = confusion[row]?.[place] ?? 0;
                  const look = count === 0 ? styles.nothing : row === place ? styles.right : styles.wrong;
                  return (
                    <td key={column.label} className={`${page.number} ${look}`}>
                      {count}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}

interface ByLabelProps {
  report: Pick<ClassifierReport, "scores">;
  /** What is counted of a label. */
  counted: string;
  help: string;
}

/** Precision and recall of each label. */
export function ByLabel({ report: { scores }, counted, help }: ByLabelProps) {
  return (
    <div className={styles.tablePart}>
      <h3>{TEACH_COPY.perLabel}</h3>
      <p className={page.muted}>{help}</p>
      <ScrollBox label={TEACH_COPY.perLabel} className={`${page.scroll} ${page.tableBox}`}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{TEACH_COPY.label}</th>
              <th scope="col" className={page.number}>
                {counted}
              </th>
              <th scope="col" className={page.number}>
                {TEACH_COPY.precision}
              </th>
              <th scope="col" className={page.number}>
                {TEACH_COPY.recall}
              </th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ label, examples, precision, recall }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className={page.number}>{examples}</td>
                <td className={page.number}>{shareOrNone(precision)}</td>
                <td className={page.number}>{shareOrNone(recall)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}

function Doubtful({ specialist, report }: { specialist: TaughtSpecialist; report: ClassifierReport }) {
  const { relabel } = useTeach();
  const found = report.doubtful.flatMap((doubtful) => {
    const index = specialist.examples.findIndex(
      ({ text, label }) => text === doubtful.text && label === doubtful.label,
    );
    return index === -1 ? [] : [{ ...doubtful, index }];
  });
  if (found.length === 0) return null;
  return (
    <details className={page.disclosure}>
      <summary>
        {TEACH_COPY.doubtful} ({found.length})
      </summary>
      <p className={page.muted}>{TEACH_COPY.doubtfulLead}</p>
      <ul className={styles.doubtful}>
        {found.map(({ text, label, predicted, probability, index }) => (
          <li key={index}>
            <q>{text}</q>
            <span className={page.muted}>
              {TEACH_COPY.doubtfulRow(label, predicted, formatShare(probability))}
            </span>
            <Button size="small" onClick={() => void relabel(specialist.id, index, predicted)}>
              {TEACH_COPY.takeLabel(predicted)}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function shareOrNone(share: number | null): string {
  return share === null ? TEACH_COPY.none : formatShare(share);
}
