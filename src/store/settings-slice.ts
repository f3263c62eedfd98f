import { InferenceError, toWire } from "../core/errors";
import type { ModelPrice } from "../core/model";
import type { CustomModel, ProviderSettings, Settings } from "../core/settings";
import type { ConnectionTest } from "./app-state";
import { connectionTo, endpointAddress, endpointsOf, keyOrigin } from "./selectors";
import type { SliceContext } from "./slice";

/** Changing what survives a reload, and the key, which does not. */
export interface SettingsActions {
  updateSettings(change: Partial<Settings>): void;
  updateProvider(change: Partial<ProviderSettings>): void;
  /** Chooses a provider and fills in its base URL; the first endpoint's unless another place is named. */
  chooseProvider(providerId: string, place?: number): void;
  /** Adds an endpoint after the others. */
  addEndpoint(): void;
  /** Changes the endpoint at a place of the person's order. */
  updateEndpoint(place: number, change: Partial<ProviderSettings>): void;
  /** Switches an endpoint on or off. */
  switchEndpoint(place: number, isOn: boolean): void;
  /** Moves an endpoint one place up; nothing for the first. */
  raiseEndpoint(place: number): void;
  /** Removes an endpoint; the first only where there is another. */
  removeEndpoint(place: number): void;
  /** Keeps a key for an address in memory; for the first endpoint's unless another is named. */
  setKey(key: string, baseUrl?: string): void;
  forgetKeys(): void;
  setPrice(modelName: string, price: ModelPrice | null): void;
  /** @returns the id that it was given. */
  addCustomModel(model: Omit<CustomModel, "id">): string;
  removeCustomModel(id: string): void;
  /** Asks the endpoint at a place of the person's order for its models; the first unless another is named. */
  testConnection(place?: number): Promise<void>;
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
  /** By address; the newest of each. */
  const tests = new Map<string, AbortController>();
  /** With another key, or none, they say nothing. */
  const forgetTests = () => {
    for (const test of tests.values()) test.abort();
    tests.clear();
    set({ connectionTests: {} });
  };

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

  const setEndpoints = (endpoints: readonly ProviderSettings[]) => {
    const [first, ...others] = endpoints;
    if (first === undefined) return;
    update({ provider: first, otherProviders: others });
  };
  const changeEndpoint = (place: number, change: (endpoint: ProviderSettings) => ProviderSettings) =>
    setEndpoints(
      endpointsOf(get().settings).map((endpoint, index) => (index === place ? change(endpoint) : endpoint)),
    );
  const updateEndpoint = (place: number, change: Partial<ProviderSettings>) =>
    changeEndpoint(place, (endpoint) => ({ ...endpoint, ...change }));

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
    updateProvider: (change) => updateEndpoint(0, change),
    updateEndpoint,
    addEndpoint() {
      const { settings } = get();
      const taken = new Set(endpointsOf(settings).map(({ providerId }) => providerId));
      const choice = models.providers().find(({ id }) => !taken.has(id)) ?? models.providers()[0];
      if (choice === undefined) return;
      const { id, baseUrl, suggestedModels } = choice;
      const endpoint = { providerId: id, baseUrl, modelName: suggestedModels[0] ?? "" };
      update({ otherProviders: [...settings.otherProviders, endpoint] });
    },
    switchEndpoint(place, isOn) {
      changeEndpoint(place, ({ isOff: _, ...endpoint }) => (isOn ? endpoint : { ...endpoint, isOff: true }));
    },
    raiseEndpoint(place) {
      const endpoints = [...endpointsOf(get().settings)];
      const [moved] = endpoints.splice(place, 1);
      if (moved === undefined || place < 1) return;
      endpoints.splice(place - 1, 0, moved);
      setEndpoints(endpoints);
    },
    removeEndpoint(place) {
      setEndpoints(endpointsOf(get().settings).filter((_, index) => index !== place));
    },
    chooseProvider(providerId, place = 0) {
      const choice = models.providers().find((provider) => provider.id === providerId);
      if (choice === undefined) return;
      const same = endpointsOf(get().settings)[place]?.providerId === providerId;
      updateEndpoint(place, {
        providerId,
        ...(same ? {} : { baseUrl: choice.baseUrl, modelName: choice.suggestedModels[0] ?? "" }),
      });
    },
    setKey(key, baseUrl = get().settings.provider.baseUrl) {
      const origin = keyOrigin(baseUrl);
      forgetTests();
      set((state) => ({ keys: { ...state.keys, [origin]: key.trim() } }));
      observer.routingChanged();
    },
    forgetKeys() {
      forgetTests();
      set({ keys: {} });
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
    async testConnection(place = 0) {
      const endpoint = endpointsOf(get().settings)[place];
      if (endpoint === undefined) return;
      const address = endpointAddress(endpoint);
      tests.get(address)?.abort();
      const controller = new AbortController();
      tests.set(address, controller);
      const show = (test: ConnectionTest) => {
        if (tests.get(address) !== controller) return;
        set((state) => ({ connectionTests: { ...state.connectionTests, [address]: test } }));
      };
      show({ state: "running" });
      try {
        const listed = await models.listCloud(connectionTo(get(), endpoint), controller.signal);
        show({ state: "ok", models: listed });
      } catch (thrown) {
        show({ state: "failed", error: toWire(InferenceError.from(thrown, "network")) });
      }
    },
  };
}
