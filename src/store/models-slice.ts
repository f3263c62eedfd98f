import { InferenceError, toWire } from "../core/errors";
import type { ModelRecord } from "../core/model";
import type { Download } from "./app-state";
import type { SliceContext } from "./slice";

/** Knowing, fetching and deleting models. */
export interface ModelsActions {
  /** Asks every engine again what can run here. Never downloads. */
  refreshAvailability(): Promise<void>;
  /** Starts a download; call only from a click. */
  download(model: ModelRecord): Promise<void>;
  cancelDownload(modelId: string): void;
  removeDownload(model: ModelRecord): Promise<void>;
  /** Reads the cards of the embedded models. */
  readCards(): Promise<void>;
  checkDevice(): Promise<void>;
  /** Reads how models did when they were first loaded, and notices loads that ended with their tab. */
  readTrials(): Promise<void>;
  /** Sees to it that the built-in models work offline. Sends nothing. */
  keepOffline(): Promise<void>;
}

/** What other slices do when models change. */
export interface ModelsObserver {
  availabilityChanged(): void;
  loadCrashed(labels: string): void;
}

export function createModelsSlice(
  { get, set, dependencies }: SliceContext,
  observer: ModelsObserver,
): ModelsActions {
  const { models, scheduler } = dependencies;
  const controllers = new Map<string, AbortController>();

  const putDownload = (modelId: string, download: Download | null) => {
    set((state) => {
      const { [modelId]: _, ...others } = state.downloads;
      return { downloads: download === null ? others : { ...others, [modelId]: download } };
    });
  };

  const askOne = async (model: ModelRecord) => {
    try {
      const availability = await models.availability(model);
      set((state) => ({ availability: { ...state.availability, [model.id]: availability } }));
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      set((state) => ({
        availability: { ...state.availability, [model.id]: { state: "unavailable", reason } },
      }));
    }
  };

  return {
    async refreshAvailability() {
      const all = [...models.embedded(), ...models.local(get().settings)];
      await Promise.all(all.map(askOne));
      observer.availabilityChanged();
    },

    async download(model) {
      if (controllers.has(model.id)) return;
      const controller = new AbortController();
      controllers.set(model.id, controller);
      putDownload(model.id, { state: "running", phase: "", loaded: 0, total: model.downloadBytes });
      let latest: Download | null = null;
      let cancelPaint: (() => void) | null = null;
      try {
        for await (const event of models.prepare(model, controller.signal)) {
          if (event.type !== "load-progress") continue;
          latest = { state: "running", phase: event.phase, loaded: event.loaded, total: event.total };
          cancelPaint ??= scheduler.beforePaint(() => {
            cancelPaint = null;
            if (latest !== null && controllers.get(model.id) === controller) putDownload(model.id, latest);
          });
        }
        putDownload(model.id, null);
      } catch (thrown) {
        const error = InferenceError.from(thrown, "model-load-failed");
        putDownload(model.id, error.code === "cancelled" ? null : { state: "failed", error: toWire(error) });
      } finally {
        (cancelPaint as (() => void) | null)?.();
        controllers.delete(model.id);
        set({ trials: models.trials() });
        await askOne(model);
        observer.availabilityChanged();
      }
    },

    cancelDownload(modelId) {
      controllers.get(modelId)?.abort();
      if (!controllers.has(modelId)) putDownload(modelId, null);
    },

    async removeDownload(model) {
      try {
        await models.remove(model);
        models.forgetTrial(model.id);
        set({ trials: models.trials() });
      } catch (thrown) {
        const error = InferenceError.from(thrown);
        putDownload(model.id, { state: "failed", error: toWire(error) });
      }
      await askOne(model);
      observer.availabilityChanged();
    },

    async readTrials() {
      const crashed = await models.takeCrashes();
      set({ trials: models.trials() });
      if (crashed.length > 0) observer.loadCrashed(crashed.join(", "));
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
      set({ offlineKit: await dependencies.device.keepOffline() });
    },

    async checkDevice() {
      const webgpu = await dependencies.device.webgpu();
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
