// @vitest-environment happy-dom
import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Settings } from "../../core/settings";
import {
  DEVICE_HISTORY_KEY,
  DEVICE_HISTORY_LIMIT,
  type DeviceSample,
  openDeviceHistory,
} from "./device-history";
import { estimateStorage, persistStorage } from "./estimate-storage";
import { DEFAULT_SETTINGS, loadSettings, parseSettings, SETTINGS_KEY, saveSettings } from "./settings-store";
import { withoutSecrets } from "./without-secrets";

beforeEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

const changed: Settings = {
  ...DEFAULT_SETTINGS,
  provider: { providerId: "custom", baseUrl: "http://127.0.0.1:9/v1", modelName: "tiny" },
  routeMode: "compare",
  escalation: "ask",
  energy: { watts: 30, usdPerKwh: 0.3 },
  appearance: "dark",
  priceOverrides: { tiny: { inputUsdPerMillion: 0, source: "me", asOf: "2026-11-24" } },
  customModels: [
    {
      id: "web-llm/custom/x",
      label: "X",
      engine: "web-llm",
      url: "https://example.com/x",
      revision: "main",
      libraryUrl: "https://example.com/x.wasm",
    },
  ],
  localModelId: "web-llm/custom/x",
  keepHistory: false,
};

describe("settings", () => {
  it("are the defaults on a first visit, without a notice", () => {
    expect(loadSettings()).toEqual({ settings: DEFAULT_SETTINGS, repaired: [] });
  });

  it("come back as they were saved", () => {
    saveSettings(changed);
    expect(loadSettings()).toEqual({ settings: changed, repaired: [] });
  });

  it("S6 keep every sound field beside a damaged one", () => {
    const stored = { ...changed, routeMode: "teleport", energy: { watts: -5, usdPerKwh: null } };
    localStorage.setItem(SETTINGS_KEY, JSON.stringify(stored));
    expect(loadSettings()).toEqual({
      settings: { ...changed, routeMode: "auto", energy: DEFAULT_SETTINGS.energy },
      repaired: ["routeMode", "energy"],
    });
  });

  it("S6 any text gives complete settings and never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.dictionary(fc.string(), fc.jsonValue()).map((o) => JSON.stringify(o)),
        ),
        (text) => {
          expect(Object.keys(parseSettings(text).settings).sort()).toEqual(
            Object.keys(DEFAULT_SETTINGS).sort(),
          );
        },
      ),
    );
    expect(
      parseSettings('{"__proto__":{"polluted":1},"priceOverrides":{"__proto__":{"polluted":1}}}').repaired,
    ).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("never write a key, wherever it strays in", () => {
    saveSettings({
      ...changed,
      apiKey: "sk-top",
      provider: {
        ...changed.provider,
        apiKey: "sk-inner",
        baseUrl: "https://me:sk-user@host/v1?api_key=sk-query&api-version=2026",
      },
    } as Settings);
    const text = localStorage.getItem(SETTINGS_KEY) ?? "";
    expect(text).not.toContain("sk-");
    expect(loadSettings().settings.provider.baseUrl).toBe("https://host/v1?api-version=2026");
  });

  it("S1 say that the storage is full", () => {
    const full = {
      getItem: () => null,
      removeItem: () => {},
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(() => saveSettings(changed, full)).toThrow(expect.objectContaining({ reason: "quota" }));
  });

  it("are the defaults where the browser denies storage", () => {
    const denied = {
      getItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
      removeItem: () => {},
      setItem: () => {},
    };
    expect(loadSettings(denied)).toEqual({ settings: DEFAULT_SETTINGS, repaired: ["all"] });
  });
});

describe("withoutSecrets", () => {
  it("leaves what is no address, or has no secret, as it is", () => {
    for (const text of ["", "not an address?", "https://host/v1", "https://host/v1?api-version=2"]) {
      expect(withoutSecrets(text)).toBe(text);
    }
  });
});

describe("device history", () => {
  const sample: DeviceSample = {
    task: "ask",
    modelId: "m",
    location: "local",
    inputTokens: 10,
    outputTokens: 20,
    e2eMs: 1000,
    ttftMs: 100,
    at: 1,
  };

  it("keeps the newest and forgets the oldest over the limit", () => {
    const history = openDeviceHistory();
    for (let at = 0; at < DEVICE_HISTORY_LIMIT + 5; at += 1) history.add({ ...sample, at });
    const kept = openDeviceHistory().samples();
    expect(kept).toHaveLength(DEVICE_HISTORY_LIMIT);
    expect(kept[0]?.at).toBe(5);
    expect(kept.at(-1)?.at).toBe(DEVICE_HISTORY_LIMIT + 4);
    history.clear();
    expect(openDeviceHistory().samples()).toEqual([]);
  });

  it("S6 leaves damaged samples out and takes none that is no figure", () => {
    localStorage.setItem(DEVICE_HISTORY_KEY, JSON.stringify([sample, { task: "fly" }, 7, null]));
    const history = openDeviceHistory();
    expect(history.samples()).toEqual([sample]);
    history.add({ ...sample, e2eMs: Number.NaN });
    expect(history.samples()).toEqual([sample]);
    localStorage.setItem(DEVICE_HISTORY_KEY, "{");
    expect(openDeviceHistory().samples()).toEqual([]);
  });

  it("S1 goes on in memory when the storage is full", () => {
    const history = openDeviceHistory({
      getItem: () => null,
      removeItem: () => {},
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    });
    history.add(sample);
    history.add(sample);
    expect(history.samples()).toHaveLength(2);
  });
});

describe("storage estimate", () => {
  it("says nothing where the browser says nothing", async () => {
    expect(await estimateStorage({})).toEqual({ usedBytes: null, quotaBytes: null, persisted: null });
    expect(await persistStorage({})).toBe(false);
  });

  it("passes on what the browser says and survives its refusal", async () => {
    const storage = {
      estimate: async () => ({ usage: 5, quota: 10 }),
      persisted: () => Promise.reject(new TypeError("opaque origin")),
      persist: async () => true,
    };
    expect(await estimateStorage(storage)).toEqual({ usedBytes: 5, quotaBytes: 10, persisted: null });
    expect(await persistStorage(storage)).toBe(true);
  });
});
