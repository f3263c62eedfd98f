import { InferenceError, toWire } from "../core/errors";
import type { Availability, ModelRecord } from "../core/model";
import type { FileCheck, Notice } from "./app-state";
import {
  createDownloadsSlice,
  type DownloadsActions,
  type DownloadsControl,
} from "./downloads/downloads-slice";
import { reviewKept } from "./downloads/review-kept";
import { createDownloadSharing } from "./downloads/share-downloads";
import type { SliceContext } from "./slice";

/** Knowing, fetching and deleting models. */
export interface ModelsActions extends DownloadsActions {
  /** Asks every engine again what can run here. Never downloads. */
  refreshAvailability(): Promise<void>;
  /** Asks again how full the storage is. */
  refreshStorage(): Promise<void>;
  removeDownload(model: ModelRecord): Promise<void>;
  /** Deletes those of a model's files that are damaged. */
  checkFiles(model: ModelRecord): Promise<void>;
  /** Deletes models to make room for a download that found none, and goes on with it (row S2). */
  makeRoom(modelId: string, sacrificed: readonly ModelRecord[]): Promise<void>;
  /** Downloads what the browser took away (row S3). */
  downloadEvicted(): void;
  /** Reads the cards of the embedded models. */
  readCards(): Promise<void>;
  checkDevice(): Promise<void>;
  /** Finds out where each built-in model is quicker; see `ModelsPort`. */
  compareProviders(again: boolean): Promise<void>;
  /** Reads how models did when they were first loaded, and notices loads that ended with their tab. */
  readTrials(): Promise<void>;
  /** Sees to it that the built-in models work offline. Sends nothing. */
  keepOffline(): Promise<void>;
}

/** What other slices do when models change. */
export interface ModelsObserver {
  availabilityChanged(): void;
  notify(notice: Notice): void;
}

export function createModelsSlice(
  context: SliceContext,
  observer: ModelsObserver,
): ModelsActions & { control: DownloadsControl & { start(): void } } {
  const { get, set, dependencies } = context;
  const { models, device, keptModels } = dependencies;

  /** Counts the looks at availability, and by model the look that its answer is of. */
  let turn = 0;
  const answeredIn = new Map<string, number>();

  const localModels = () => models.local(get().settings);

  const availabilityOf = async (model: ModelRecord): Promise<Availability> => {
    try {
      return await models.availability(model);
    } catch (thrown) {
      return { state: "unavailable", reason: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  };

  /** Asks of all and writes once: a list of models is not to be drawn again for each of its rows. */
  const ask = async (all: readonly ModelRecord[]) => {
    turn += 1;
    const mine = turn;
    const answers = await Promise.all(
      all.map(async (model): Promise<[string, Availability]> => [model.id, await availabilityOf(model)]),
    );
    // Who asked of one model meanwhile knows better than who asked of all before.
    const news = answers.filter(([id]) => (answeredIn.get(id) ?? 0) < mine);
    for (const [id] of news) answeredIn.set(id, mine);
    set((state) => ({ availability: { ...state.availability, ...Object.fromEntries(news) } }));
  };

  /** Remembers what is complete, and says so when the browser took something away. */
  const review = () => {
    const { availability, downloads, remoteDownloads } = get();
    const isBusy = (id: string) => downloads[id] !== undefined || remoteDownloads[id] !== undefined;
    const { keptIds, evicted } = reviewKept(keptModels.load(), localModels(), availability, isBusy);
    keptModels.save(keptIds);
    if (evicted.length === 0) return;
    set((state) => ({ evictedIds: [...new Set([...state.evictedIds, ...evicted.map(({ id }) => id)])] }));
    const names = localModels().filter(({ id }) => get().evictedIds.includes(id));
    observer.notify({ kind: "models-evicted", detail: names.map(({ label }) => label).join(", ") });
  };

  const refreshStorage = async () => set({ storage: await device.storage() });

  const refreshOne = async (model: ModelRecord) => {
    set({ trials: models.trials() });
    await Promise.all([ask([model]), refreshStorage()]);
    review();
    observer.availabilityChanged();
  };

  const sharing = createDownloadSharing(context, (modelId) => {
    const model = localModels().find(({ id }) => id === modelId);
    if (model !== undefined) void refreshOne(model);
  });

  const { control, ...downloads } = createDownloadsSlice(context, {
    async beforeFirst() {
      const persisted = await device.persistStorage();
      set({ storage: { ...(await device.storage()), persisted } });
    },
    progressed: sharing.progressed,
    async stopped(model) {
      sharing.changed(model.id);
      await refreshOne(model);
    },
  });

  const putCheck = (modelId: string, check: FileCheck | null) => {
    set((state) => {
      const { [modelId]: _, ...others } = state.fileChecks;
      return { fileChecks: check === null ? others : { ...others, [modelId]: check } };
    });
  };

  /** Not the browser's doing, so it is no eviction. */
  const forgetKept = (modelId: string) => keptModels.save(keptModels.load().filter((id) => id !== modelId));

  const remove = async (model: ModelRecord) => {
    downloads.cancelDownload(model.id);
    putCheck(model.id, null);
    forgetKept(model.id);
    try {
      await models.remove(model);
      models.forgetTrial(model.id);
    } catch (thrown) {
      putCheck(model.id, { state: "failed", error: toWire(InferenceError.from(thrown)) });
    }
    sharing.changed(model.id);
    await refreshOne(model);
  };

  return {
    ...downloads,
    control: { ...control, start: sharing.start },

    async refreshAvailability() {
      await models.loadCatalogue();
      await Promise.all([ask(models.embedded()), ask(localModels())]);
      review();
      observer.availabilityChanged();
    },

    refreshStorage,
    removeDownload: remove,

    async checkFiles(model) {
      if (get().fileChecks[model.id]?.state === "running") return;
      putCheck(model.id, { state: "running", loaded: 0, total: 0 });
      try {
        const checking = models.repair(model, new AbortController().signal);
        let step = await checking.next();
        for (; step.done !== true; step = await checking.next()) {
          if (step.value.type !== "load-progress") continue;
          const { loaded, total } = step.value;
          putCheck(model.id, { state: "running", loaded, total });
        }
        if (step.value.length > 0) forgetKept(model.id);
        putCheck(model.id, { state: "done", deleted: step.value });
      } catch (thrown) {
        putCheck(model.id, { state: "failed", error: toWire(InferenceError.from(thrown)) });
      }
      sharing.changed(model.id);
      await refreshOne(model);
    },

    async makeRoom(modelId, sacrificed) {
      for (const model of sacrificed) await remove(model);
      downloads.resumeDownload(modelId);
    },

    downloadEvicted() {
      const gone = localModels().filter(({ id }) => get().evictedIds.includes(id));
      set({ evictedIds: [] });
      for (const model of gone) void downloads.download(model, "download");
    },

    async readTrials() {
      const crashed = await models.takeCrashes();
      set({ trials: models.trials() });
      if (crashed.length > 0) observer.notify({ kind: "load-crashed", detail: crashed.join(", ") });
    },

    async readCards() {
      await Promise.all(
        models.embedded().map(async (model) => {
          if (get().cards[model.id] !== undefined) return;
          const card = await models.card(model).catch(() => null);
          set((state) => ({ cards: { ...state.cards, [model.id]: card } }));
        }),
      );
    },

    async keepOffline() {
      set({ offlineKit: "keeping" });
      set({ offlineKit: await device.keepOffline() });
    },

    async compareProviders(again) {
      set({ comparing: "going" });
      // What was found before it ended is kept, and the rest is made up at the next visit.
      const comparing = await models.compareProviders(again).then(
        () => null,
        () => "ended" as const,
      );
      set({ comparing });
      await ask(models.embedded());
    },

    async checkDevice() {
      const webgpu = await device.webgpu();
      set((state) => ({
        webgpu,
        notices:
          webgpu.state === "missing"
            ? [
                ...state.notices.filter((each) => each.kind !== "webgpu-missing"),
                { kind: "webgpu-missing", detail: webgpu.reason },
              ]
            : state.notices.filter((each) => each.kind !== "webgpu-missing"),
      }));
    },
  };
}
