import type { SpentTotals } from "../core/budget";
import type { WireError } from "../core/errors";
import type { Availability } from "../core/model";
import type { ModelTrial } from "../core/model-trial";
import type { PrivacyChoices } from "../core/privacy";
import type { RouteDecision } from "../core/route";
import type { Run } from "../core/run";
import type { Settings } from "../core/settings";
import type { TaskId } from "../core/task";
import type { LiveRun } from "./apply-run-event";
import type { ComposerAttachment, RefusedFile } from "./attachments";
import { type ChatState, EMPTY_CHAT } from "./chat/chat-state";
import type {
  ImportResult,
  ListedModel,
  ModelCard,
  OfflineKit,
  StorageFacts,
  WebGpuStatus,
} from "./dependencies";
import { EMPTY_TEACH, type TeachState } from "./teach/teach-state";

/** What is being written. */
export interface Composer {
  task: TaskId;
  text: string;
  /** Options by task, so that switching tasks and back loses nothing. */
  options: Readonly<Partial<Record<TaskId, Readonly<Record<string, string>>>>>;
  attachments: readonly ComposerAttachment[];
  /** "Keep on this device". */
  sensitive: boolean;
  /** What the person decided about private text in it. */
  privacy: PrivacyChoices;
  refused: readonly RefusedFile[];
  /** Why Run did nothing, until the input changes. */
  missing: "text" | "option" | null;
}

/** What is to be done with a model's files: only keep them, load them too, or take them from disk. */
export type DownloadJob = "download" | "download-and-load" | "import";

/** What is known of a transfer, whatever its state. */
export interface DownloadFacts {
  modelId: string;
  label: string;
  job: DownloadJob;
  /** Bytes while files are fetched, shares of whatever the engine counts while it loads; `total` 0 is unknown. */
  loaded: number;
  total: number;
  /** `waiting`: another tab downloads the same model (row L9). */
  step: "waiting" | "files" | "loading";
  /** Smoothed; null until it can be told. */
  bytesPerSecond: number | null;
  secondsLeft: number | null;
}

/** A download of a model, as the Models page and the panes show it. One runs at a time, in order. */
export type Download = DownloadFacts &
  (
    | { state: "queued" }
    | { state: "running" }
    /** Offline resumes by itself (row L8). */
    | { state: "paused"; by: "person" | "offline" }
    | { state: "failed"; error: WireError; failedAtMs: number }
  );

/** A download that another tab of this browser runs. */
export interface RemoteDownload extends DownloadFacts {
  tabId: string;
}

/** How the check of a model's files goes or went. */
export type FileCheck =
  | { state: "running"; loaded: number; total: number }
  | { state: "done"; deleted: readonly string[] }
  | { state: "failed"; error: WireError };

/** The result of "Test connection". */
export type ConnectionTest =
  | { state: "running" }
  | { state: "ok"; models: readonly ListedModel[] }
  | { state: "failed"; error: WireError };

/** A banner. At most one of each kind is shown. */
export type NoticeKind =
  | "storage-full"
  | "storage-failed"
  | "history-quarantined"
  | "import-done"
  | "import-failed"
  | "update-ready"
  | "offline-failed"
  | "webgpu-missing"
  | "load-crashed"
  | "models-evicted"
  | "budget-warning"
  | "budget-spent";

/** One banner with the facts its words need. */
export interface Notice {
  kind: NoticeKind;
  /** A count, where the words need one. */
  count?: number;
  /** What an import brought. */
  added?: Omit<ImportResult, "quarantined">;
  /** Text from outside, shown as is. */
  detail?: string;
}

/** A person's verdict on one proposed edit. */
export type Verdict = "accepted" | "rejected";

/** All that is on the page. Only the store's actions write it. */
export interface AppState {
  /** Settings, draft and history have been read. */
  ready: boolean;
  settings: Settings;
  /** Keys by origin of the base URL; memory only. */
  keys: Readonly<Record<string, string>>;
  /** By `endpointAddress`; absent where none was made with the key as it is. */
  connectionTests: Readonly<Record<string, ConnectionTest>>;
  composer: Composer;
  /** The decision that Run would take now, with estimates; null while unknown. */
  preview: RouteDecision | null;
  previewPending: boolean;
  /** Runs that were started or opened since the page was loaded. */
  live: Readonly<Record<string, LiveRun>>;
  /** The panes of Work, at most two. */
  shownRunIds: readonly string[];
  /** Verdicts by run and edit. */
  verdicts: Readonly<Record<string, Readonly<Record<number, Verdict>>>>;
  availability: Readonly<Record<string, Availability>>;
  /** By model, in the order in which they were asked for. */
  downloads: Readonly<Record<string, Download>>;
  /** How language models did when they were first loaded here, by id. */
  trials: Readonly<Record<string, ModelTrial>>;
  remoteDownloads: Readonly<Record<string, RemoteDownload>>;
  fileChecks: Readonly<Record<string, FileCheck>>;
  /** Models that were complete and are gone without the person's doing (row S3). */
  evictedIds: readonly string[];
  /** Null until it was asked for. */
  storage: StorageFacts | null;
  /** Cards by model; null where there is none. */
  cards: Readonly<Record<string, ModelCard | null>>;
  chat: ChatState;
  teach: TeachState;
  /** Newest first. */
  history: readonly Run[];
  notices: readonly Notice[];
  dismissed: readonly NoticeKind[];
  /** What the cloud cost; null until it was asked for. */
  spent: SpentTotals | null;
  online: boolean;
  webgpu: WebGpuStatus | null;
  /** Whether built-in models are being timed, or that ended early. */
  comparing: "going" | "ended" | null;
  offlineKit: OfflineKit;
}

/** The settings alone decide. */
export const NO_CHOICES: PrivacyChoices = { keep: [], mask: [] };

/** The composer of a first visit. */
export const EMPTY_COMPOSER: Composer = {
  task: "proofread",
  text: "",
  options: {},
  attachments: [],
  sensitive: false,
  privacy: NO_CHOICES,
  refused: [],
  missing: null,
};

/** The state before anything was read. */
export function initialState(defaults: Settings, online: boolean): AppState {
  return {
    ready: false,
    settings: defaults,
    keys: {},
    connectionTests: {},
    composer: EMPTY_COMPOSER,
    preview: null,
    previewPending: false,
    live: {},
    shownRunIds: [],
    verdicts: {},
    availability: {},
    downloads: {},
    trials: {},
    remoteDownloads: {},
    fileChecks: {},
    evictedIds: [],
    storage: null,
    cards: {},
    chat: EMPTY_CHAT,
    teach: EMPTY_TEACH,
    history: [],
    notices: [],
    dismissed: [],
    spent: null,
    online,
    webgpu: null,
    comparing: null,
    offlineKit: "unknown",
  };
}
