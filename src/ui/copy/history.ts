export const HISTORY_COPY = {
  export: "Export",
  import: "Import",
  clear: "Clear history",
  clearQuestion: "Delete all runs that are kept in this browser? This cannot be undone.",
  off: "History is switched off in Settings: new runs are forgotten when the page closes.",
  search: "Search texts, answers, tasks and models",
  list: "Past runs",
  empty: "No runs yet. What you run on Work appears here.",
  nothingFound: "Nothing matches.",
  more: "Show more",
  delete: "Delete",
} as const;
