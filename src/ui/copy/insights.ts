export const INSIGHTS_COPY = {
  empty: "No runs yet. Totals appear here after the first one.",
  bySide: "By side",
  lead: "Sums over the runs in your history and the answers of your conversations. Stopped and failed ones count with what they used.",
  reading: "Reading the conversations…",
  unread: "The conversations could not be read; these are the runs of Work alone.",
} as const;
