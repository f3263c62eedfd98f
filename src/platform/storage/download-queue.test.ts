import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOWNLOAD_QUEUE_KEY, openDownloadQueue } from "./download-queue";

function storageWith(text: string | null) {
  const entries = new Map(text === null ? [] : [[DOWNLOAD_QUEUE_KEY, text]]);
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  };
}

const ENTRY = { modelId: "a", job: "download", tabId: "tab-1" } as const;

describe("the kept queue of downloads", () => {
  it("gives back what was saved", () => {
    const storage = storageWith(null);
    openDownloadQueue(storage).save([ENTRY]);
    expect(openDownloadQueue(storage).load()).toEqual([ENTRY]);
  });

  it("leaves out damaged entries, and imports, whose files cannot be kept", () => {
    const stored = [null, 1, { ...ENTRY, job: "import" }, { ...ENTRY, modelId: 1 }, ENTRY];
    expect(openDownloadQueue(storageWith(JSON.stringify(stored))).load()).toEqual([ENTRY]);
  });

  it("never throws, whatever is stored", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(Array.isArray(openDownloadQueue(storageWith(text)).load())).toBe(true);
      }),
    );
  });

  it("lives without storage", () => {
    const refusing = {
      getItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    openDownloadQueue(refusing).save([ENTRY]);
    expect(openDownloadQueue(refusing).load()).toEqual([]);
  });
});
