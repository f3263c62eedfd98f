import { InferenceError, toWire } from "../core/errors";
import type { ModelPrice } from "../core/model";
import type { CustomModel, ProviderSettings, Settings } from "../core/settings";
import { currentConnection, keyOrigin } from "./selectors";
import type { SliceContext } from "./slice";

/** Changing what survives a reload, and the key, which does not. */
export interface SettingsActions {
  updateSettings(change: Partial<Settings>): void;
  updateProvider(change: Partial<ProviderSettings>): void;
  /** Chooses a provider and fills in its base URL. */
  chooseProvider(providerId: string): void;
  setKey(key: string): void;
  forgetKeys(): void;
  setPrice(modelName: string, price: ModelPrice | null): void;
  /** @returns the id that it was given. */
  addCustomModel(model: Omit<CustomModel, "id">): string;
  removeCustomModel(id: string): void;
  testConnection(): Promise<void>;
}

/** What other slices do when settings change. */
export interface SettingsObserver {
  /** Anything that may change where a run goes. */
  routingChanged(): void;
  modelsChanged(): void;
  /** No model host may be contacted from now on. */
  airGapClosed(): void;
  saveFailed(): void;
}

const SAVE_REST_MS = 150;

export function createSettingsSlice(
  { get, set, dependencies }: SliceContext,
  observer: SettingsObserver,
): SettingsActions {
  const { scheduler, models, newId } = dependencies;
  let cancelSave: (() => void) | null = null;
  let test: AbortController | null = null;

  const update = (change: Partial<Settings>) => {
    set((state) => ({ settings: { ...state.settings, ...change } }));
    cancelSave?.();
    cancelSave = scheduler.after(SAVE_REST_MS, () => {
      try {
        dependencies.settings.save(get().settings);
      } catch {
        observer.saveFailed();
      }
    });
    observer.routingChanged();
  };

  const updateProvider = (change: Partial<ProviderSettings>) => {
    test?.abort();
    set({ connectionTest: { state: "idle" } });
    update({ provider: { ...get().settings.provider, ...change } });
  };

  return {
    updateSettings(change) {
      update(change);
      if (change.airGap === true) observer.airGapClosed();
      if (change.localModelId === undefined) return;
      const { localModelId } = change;
      // Whoever chooses a model that once ended the tab wants it tried again.
      if (localModelId !== null && get().trials[localModelId]?.fault === "crashed") {
        models.forgetTrial(localModelId);
        set({ trials: models.trials() });
      }
      observer.modelsChanged();
    },
    updateProvider,
    chooseProvider(providerId) {
      const choice = models.providers().find((provider) => provider.id === providerId);
      if (choice === undefined) return;
      const same = get().settings.provider.providerId === providerId;
      updateProvider({
        providerId,
        ...(same ? {} : { baseUrl: choice.baseUrl, modelName: choice.suggestedModels[0] ?? "" }),
      });
    },
    setKey(key) {
      const origin = keyOrigin(get().settings.provider.baseUrl);
      set((state) => ({ keys: { ...state.keys, [origin]: key.trim() }, connectionTest: { state: "idle" } }));
      observer.routingChanged();
    },
    forgetKeys() {
      test?.abort();
      set({ keys: {}, connectionTest: { state: "idle" } });
      observer.routingChanged();
    },
    setPrice(modelName, price) {
      const { [modelName]: _, ...others } = get().settings.priceOverrides;
      update({ priceOverrides: price === null ? others : { ...others, [modelName]: price } });
    },
    addCustomModel(model) {
      const id = `custom-${newId()}`;
      update({ customModels: [...get().settings.customModels, { ...model, id }] });
      observer.modelsChanged();
      return id;
    },
    removeCustomModel(id) {
      const { customModels, localModelId } = get().settings;
      update({
        customModels: customModels.filter((model) => model.id !== id),
        localModelId: localModelId === id ? null : localModelId,
      });
      observer.modelsChanged();
    },
    async testConnection() {
      test?.abort();
      const controller = new AbortController();
      test = controller;
      set({ connectionTest: { state: "running" } });
      try {
        const listed = await models.listCloud(currentConnection(get()), controller.signal);
        if (test === controller) set({ connectionTest: { state: "ok", models: listed } });
      } catch (thrown) {
        if (test === controller && !controller.signal.aborted)
          set({ connectionTest: { state: "failed", error: toWire(InferenceError.from(thrown, "network")) } });
      }
    },
  };
}
