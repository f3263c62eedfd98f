import type { Notice, NoticeKind } from "../../store/app-state";

/** The words of one banner. */
export interface NoticeCopy {
  tone: "info" | "warn" | "bad";
  title: string;
  body(notice: Notice): string;
}

/** Empty for none. */
function counted(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Words for every banner. A missing kind does not compile. */
export const NOTICE_COPY: Readonly<Record<NoticeKind, NoticeCopy>> = {
  "storage-full": {
    tone: "bad",
    title: "The browser's storage is full.",
    body: () =>
      "New runs are kept in memory and are lost when this page closes. Export them now, or delete old runs and models.",
  },
  "storage-failed": {
    tone: "warn",
    title: "This browser would not save.",
    body: () =>
      "Another tab may hold the storage, or it is switched off. Close other Nearside tabs and reload; until then everything stays in memory.",
  },
  "history-quarantined": {
    tone: "warn",
    title: "Some records could not be read.",
    body: ({ count = 0 }) =>
      `${count} damaged ${count === 1 ? "record was" : "records were"} set aside; the rest is here.`,
  },
  "import-done": {
    tone: "info",
    title: "Import finished.",
    body: ({ added = { runs: 0, conversations: 0, turns: 0 } }) => {
      const parts = [
        counted(added.runs, "run"),
        counted(added.conversations, "conversation"),
        counted(added.turns, "message"),
      ].filter((words) => words !== "");
      return parts.length === 0 ? "Everything in the file was here already." : `Added: ${parts.join(", ")}.`;
    },
  },
  "import-failed": {
    tone: "bad",
    title: "This file was not imported.",
    body: ({ detail }) => detail ?? "It is not a Nearside history.",
  },
  "update-ready": {
    tone: "info",
    title: "A new version is ready.",
    body: () => "It starts after a reload; your draft stays.",
  },
  "offline-failed": {
    tone: "warn",
    title: "Nearside will not open offline.",
    body: () =>
      "This browser did not let it keep its own files. While the network is there, everything works.",
  },
  "load-crashed": {
    tone: "warn",
    title: "The page was ended while it loaded a model.",
    body: ({ detail }) =>
      `That was ${detail ?? "a large one"}, most likely too much for this device's memory. Another model goes first from now on; choose it again on the Models page to give it another try.`,
  },
  "webgpu-missing": {
    tone: "info",
    title: "WebGPU is not available.",
    body: ({ detail }) =>
      `${detail ?? ""} Built-in models run on WebAssembly; large ones need WebGPU or the cloud.`.trim(),
  },
  "budget-warning": {
    tone: "warn",
    title: "Most of your budget is used.",
    body: () => "Once it is used up, everything stays on this device. Settings shows what is left.",
  },
  "budget-spent": {
    tone: "warn",
    title: "Your budget is used up.",
    body: () =>
      "Nothing more is sent to the cloud until the next day or month, or until you raise the limit in Settings.",
  },
  "models-evicted": {
    tone: "warn",
    title: "Model files are gone.",
    body: ({ detail }) =>
      `${detail ?? "A model"} was complete on this device and is not any more. Browsers delete such files when the disk gets full.`,
  },
};

export const BANNER_COPY = {
  downloadAgain: "Download again",
  region: "Notices",
  dismiss: "Dismiss",
  exportHistory: "Export history",
  reload: "Reload",
  reloadWaits: "Reload is possible once the run has ended.",
} as const;
