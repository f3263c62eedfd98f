import { exportedRun, toCsv } from "../../../metrics/insights/export-figures";
import type { RunFigures } from "../../../metrics/insights/run-figures";
import { Button } from "../../components/button";
import form from "../../components/field.module.css";
import { INSIGHTS_COPY } from "../../copy/insights";
import { saveAsFile } from "../../save-as-file";

/** The figures of every run as a file, without anything that was written or answered. */
export function ExportButtons({ runs }: { runs: readonly RunFigures[] }) {
  const saveCsv = () => saveAsFile("nearside-insights.csv", toCsv(runs.map(exportedRun)), "text/csv");
  const saveJson = () => saveAsFile("nearside-insights.json", JSON.stringify(runs.map(exportedRun), null, 2));
  return (
    <div className={form.row}>
      <Button icon="download" onClick={saveCsv}>
        {INSIGHTS_COPY.exportCsv}
      </Button>
      <Button icon="download" onClick={saveJson}>
        {INSIGHTS_COPY.exportJson}
      </Button>
    </div>
  );
}
