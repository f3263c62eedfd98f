import { createStore } from "zustand/vanilla";
import { hasBudget } from "../core/budget";
import type { Run } from "../core/run";
import { type AppState, initialState } from "./app-state";
import type { ChatActions, ChatSlice } from "./chat/chat-slice";
import { type ComposerActions, createComposerSlice } from "./composer-slice";
import type { StoreDependencies } from "./dependencies";
import { createHistorySlice, type HistoryActions } from "./history-slice";
import { createModelsSlice, type ModelsActions } from "./models-slice";
import { createOutbound, type Outbound } from "./outbound";
import { createRunsSlice, type RunsActions } from "./runs-slice";
import { anyGoing } from "./selectors";
import { createSettingsSlice, type SettingsActions } from "./settings-slice";
import type { SpendingActions } from "./spending/spending-slice";
import type { TeachActions } from "./teach/teach-slice";

/** Everything a person can make the app do. */
export type AppActions = ComposerActions & RunsActions & SettingsActions & ModelsActions & HistoryActions;

/** The state, its readers, and the actions that alone may write it. */
export interface AppStore {
  getState(): AppState;
  subscribe(listener: () => void): () => void;
  actions: AppActions;
  /** The actions of the Chat page; their code is fetched when first asked for. */
  chat(): Promise<ChatActions>;
  /** The actions of the Teach page; their code is fetched when first asked for. */
  teach(): Promise<TeachActions>;
  /** What the cloud cost, and the limits on it; their code is fetched when first asked for. */
  spending(): Promise<SpendingActions>;
  /** Catalogues that do not change while the page is open. */
  catalog: Pick<
    StoreDependencies["models"],
    "embedded" | "local" | "cloud" | "cloudChoice" | "providers" | "baseUrlProblem"
  >;
  /** What would be sent, and what the person says to it. */
  outbound: Outbound;
  /** What `pick` takes of runs that are kept and too old to be in the state, newest first. @throws where they cannot be read. */
  readOlderRuns<Picked>(pick: (run: Run) => Picked): Promise<readonly Picked[]>;
  /** Completes what is being typed. */
  writer: StoreDependencies["writer"];
  /** What the router learns here. */
  openRouting: StoreDependencies["openRouting"];
  /** Reads the history and looks at the device; settings and draft are there from the start. */
  start(): Promise<void>;
}

/** The page and a first run come before what is only wanted later. */
const KEEP_OFFLINE_AFTER_MS = 4000;

/** Builds the one store of the page. */
export function createAppStore(dependencies: StoreDependencies): AppStore {
  const store = createStore<AppState>(() =>
    initialState(dependencies.settings.load(), dependencies.device.online()),
  );
  const context = { get: store.getState, set: store.setState, dependencies };
  if (dependencies.dismissals.load().includes("webgpu-missing"))
    store.setState({ dismissed: ["webgpu-missing"] });
  const composer = createComposerSlice(context, {
    updateSettings: (change) => settings.updateSettings(change),
  });
  composer.restoreDraft();
  let chat: ChatSlice | null = null;
  const refreshPreviews = () => {
    composer.refreshPreview();
    chat?.refreshPreview();
  };
  const { changed, ...history } = createHistorySlice(context, {
    all: () => chat?.inMemory() ?? { conversations: [], turns: [] },
    reread: async () => chat?.reread(),
  });
  const { control: downloads, ...models } = createModelsSlice(context, {
    availabilityChanged: refreshPreviews,
    notify: history.notify,
  });
  const settings = createSettingsSlice(context, {
    routingChanged() {
      refreshPreviews();
      watchBudget();
    },
    modelsChanged: () => void models.refreshAvailability(),
    airGapClosed: downloads.pauseAll,
    saveFailed: () => history.notify({ kind: "storage-failed" }),
  });
  const runs = createRunsSlice(context, {
    changed(run, ended) {
      changed(run, ended);
      if (ended) noteSpending(run);
      if (ended && !anyGoing(store.getState())) composer.refreshPreview();
    },
  });

  async function openChat(): Promise<ChatActions> {
    const { createChatSlice } = await import("./chat/chat-slice");
    chat = createChatSlice(context, {
      notify: history.notify,
      updateSettings: settings.updateSettings,
      answered: (run) => {
        noteSpending(run);
        if (!anyGoing(store.getState())) composer.refreshPreview();
      },
    });
    return chat.actions;
  }

  const spending = once(async () => {
    const { createSpendingSlice } = await import("./spending/spending-slice");
    return createSpendingSlice(context, {
      notify: history.notify,
      dismiss: history.dismissNotice,
      routingChanged: refreshPreviews,
    });
  });

  /** Only who set a limit is told what is spent without asking. */
  function watchBudget(): void {
    if (hasBudget(store.getState().settings.budget))
      void spending().then(
        ({ refresh }) => refresh(),
        () => {},
      );
  }

  function noteSpending({ uploadedBytes }: Run): void {
    if (uploadedBytes > 0)
      void spending().then(
        ({ changed: spent }) => spent(),
        () => {},
      );
  }

  async function openTeach(): Promise<TeachActions> {
    const { createTeachSlice } = await import("./teach/teach-slice");
    return createTeachSlice(context, { notify: history.notify, changed: composer.refreshPreview });
  }

  function keepOfflineWhenIdle(): void {
    dependencies.scheduler.after(KEEP_OFFLINE_AFTER_MS, () => {
      if (anyGoing(store.getState())) keepOfflineWhenIdle();
      else void models.keepOffline().then(compareWhenKept);
    });
  }

  /** With all files here it costs no network but the runtime's other build. */
  async function compareWhenKept(): Promise<void> {
    const { offlineKit, webgpu } = store.getState();
    if (offlineKit === "kept" && webgpu?.state === "available" && !anyGoing(store.getState())) {
      await models.compareProviders(false);
    }
  }

  return {
    getState: store.getState,
    subscribe: (listener) => store.subscribe(listener),
    actions: {
      ...composer,
      ...models,
      ...settings,
      ...history,
      ...runs,
      flush() {
        runs.flush();
        chat?.flush();
      },
    },
    chat: once(openChat),
    teach: once(openTeach),
    spending,
    async readOlderRuns(pick) {
      const { readOlderRuns } = await import("./read-older-runs");
      return readOlderRuns(store.getState().history, dependencies.history, pick);
    },
    catalog: dependencies.models,
    outbound: createOutbound(context, () => chat),
    writer: dependencies.writer,
    openRouting: dependencies.openRouting,
    async start() {
      dependencies.device.onOnlineChange((online) => {
        store.setState({ online });
        downloads.onlineChanged(online);
        refreshPreviews();
      });
      downloads.start();
      await history.loadHistory();
      store.setState({ ready: true });
      await models.readTrials();
      await models.checkDevice();
      await models.refreshAvailability();
      await downloads.restore();
      watchBudget();
      keepOfflineWhenIdle();
    },
  };
}

/** Loads once; a load that failed (offline, new deploy) is tried again the next time. */
function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | null = null;
  return () => {
    loading ??= load().catch((thrown) => {
      loading = null;
      throw thrown;
    });
    return loading;
  };
}
