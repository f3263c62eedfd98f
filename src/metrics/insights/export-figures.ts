import type { RunFigures } from "./run-figures";

/** One run as it is exported: figures and codes alone. */
export interface ExportedRun {
  /** ISO, UTC. */
  createdAt: string;
  task: string;
  mode: string;
  side: string;
  model: string;
  status: string;
  error: string;
  reasons: string;
  inputTokens: number | "";
  outputTokens: number | "";
  loadMs: number | "";
  ttftMs: number | "";
  totalMs: number | "";
  costUsd: number | "";
  energyUsd: number | "";
  sentBytes: number;
  attempts: number;
  redactions: number;
}

/** A run without anything that the person wrote, chose as a name, or was answered. */
export function exportedRun(run: RunFigures): ExportedRun {
  const { metrics } = run;
  return {
    createdAt: new Date(run.createdAt).toISOString(),
    task: run.task,
    mode: run.mode ?? "",
    side: run.location ?? "",
    model: modelName(run.modelId ?? ""),
    status: run.status,
    error: run.errorCode ?? "",
    reasons: run.reasons.join(" "),
    inputTokens: metrics?.inputTokens ?? "",
    outputTokens: metrics?.outputTokens ?? "",
    loadMs: rounded(metrics?.loadMs),
    ttftMs: rounded(metrics?.ttftMs),
    totalMs: rounded(metrics?.e2eMs),
    costUsd: metrics?.costUsd ?? "",
    energyUsd: metrics?.energyUsd ?? "",
    sentBytes: run.uploadedBytes,
    attempts: run.attempts,
    redactions: run.redactedLabels.length,
  };
}

const COLUMNS = [
  "createdAt",
  "task",
  "mode",
  "side",
  "model",
  "status",
  "error",
  "reasons",
  "inputTokens",
  "outputTokens",
  "loadMs",
  "ttftMs",
  "totalMs",
  "costUsd",
  "energyUsd",
  "sentBytes",
  "attempts",
  "redactions",
] as const satisfies readonly (keyof ExportedRun)[];

/** A table (RFC 4180) of exported runs, its first row the names of the columns. */
export function toCsv(runs: readonly ExportedRun[]): string {
  const lines = runs.map((run) => COLUMNS.map((column) => cell(run[column])).join(","));
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}

/** Names of models that the person gave, and addresses, are left out. */
function modelName(modelId: string): string {
  if (modelId.startsWith("custom-")) return "custom model";
  if (modelId.startsWith("taught/")) return "own specialist";
  return modelId.replace(/@.*$/, "");
}

function rounded(ms: number | undefined): number | "" {
  return ms === undefined ? "" : Math.round(ms);
}

/** A cell that begins like a formula would be run as one by a spreadsheet. */
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
