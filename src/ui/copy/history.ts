export const HISTORY_COPY = {
  export: "Export",
  import: "Import",
  clear: "Clear history",
  clearLead: "Delete from this browser, which cannot be undone. Export saves everything to a file first.",
  clearRuns: "All runs of Work",
  clearConversations: (count: number) =>
    `${count === 1 ? "1 conversation" : `${count} conversations`} of Chat, with all messages`,
  keep: "Cancel",
  off: "History is switched off in Settings: new runs are forgotten when the page closes.",
  search: "Search texts, answers, tasks and models",
  scope: "Below are the runs of Work; conversations are listed on Chat. Export and Import take both.",
  list: "Past runs",
  empty: "No runs yet. What you run on Work appears here.",
  nothingFound: "Nothing matches.",
  more: "Show more",
  delete: "Delete",
} as const;
