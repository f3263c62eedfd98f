export const INSIGHTS_COPY = {
  empty: "No runs yet. Totals appear here after the first one.",
  bySide: "By side",
  lead: "Sums over the runs in your history. Stopped and failed runs count with what they used.",
} as const;
