import { describe, expect, it } from "vitest";
import type { ProviderSettings, Settings } from "../core/settings";
import { DEFAULT_SETTINGS } from "../platform/storage/settings-store";
import { connectionOf, readCloudSide } from "./cloud-side";

const one: ProviderSettings = { providerId: "custom", baseUrl: "https://one.example/v1", modelName: "m" };
const two: ProviderSettings = { providerId: "openai", baseUrl: "https://two.example/v1", modelName: "m" };

function stateOf(settings: Partial<Settings>, keys: Readonly<Record<string, string>> = {}) {
  return { settings: { ...DEFAULT_SETTINGS, ...settings }, keys };
}

function side(state: ReturnType<typeof stateOf>) {
  return readCloudSide({
    getState: () => state,
    rests: { secondsLeft: (url) => (url === one.baseUrl ? 7 : 0), failed: () => {}, answered: () => {} },
    pastRuns: () => [],
  });
}

const BOTH = { provider: one, otherProviders: [two] };
const KEYS = { "https://one.example": "key-one", "https://two.example": "key-two" };

describe("the cloud side", () => {
  it("lists every endpoint that can be called, in order, with the rest of each", () => {
    const { endpoints, missing } = side(stateOf(BOTH, KEYS));
    expect(missing).toBeUndefined();
    expect(endpoints.map(({ model, restSeconds }) => [model.id, restSeconds])).toEqual([
      ["cloud:m@one.example", 7],
      ["cloud:m@two.example", 0],
    ]);
  });

  it("leaves out what is switched off, has no key, no model or no address", () => {
    const ids = (settings: Partial<Settings>, keys = {}) =>
      side(stateOf(settings, keys)).endpoints.map(({ model }) => model.id);
    expect(ids({ ...BOTH, provider: { ...one, isOff: true } }, KEYS)).toEqual(["cloud:m@two.example"]);
    expect(ids(BOTH)).toEqual(["cloud:m@one.example"]);
    expect(ids({ provider: { ...one, modelName: "" }, otherProviders: [two] }, KEYS)).toEqual([
      "cloud:m@two.example",
    ]);
  });

  it("says what is missing where none can be called", () => {
    expect(side(stateOf({ provider: two })).missing).toBe("no-key");
    expect(side(stateOf({ provider: { ...one, baseUrl: "nonsense" } })).missing).toBe("no-provider");
    expect(side(stateOf({ provider: { ...one, isOff: true } }))).toEqual({
      endpoints: [],
      missing: "no-provider",
    });
  });

  it("gives a model the key of its own address and no other, and none where its endpoint is gone", () => {
    const state = stateOf(BOTH, KEYS);
    const [first, second] = side(state).endpoints;
    if (first === undefined || second === undefined) throw new Error("two endpoints were set up");
    expect(connectionOf(first.model, state)).toMatchObject({ baseUrl: one.baseUrl, apiKey: "key-one" });
    expect(connectionOf(second.model, state)).toMatchObject({ baseUrl: two.baseUrl, apiKey: "key-two" });
    expect(connectionOf(second.model, stateOf({ provider: one }, KEYS))).toBeNull();
    expect(
      connectionOf(second.model, stateOf({ ...BOTH, otherProviders: [{ ...two, isOff: true }] }, KEYS)),
    ).toBeNull();
  });
});
