import { describe, expect, it } from "vitest";
import { InferenceError, toWire } from "../../core/errors";
import { downloadFailure } from "./download-failure";

const failureOf = (
  code: "model-file-corrupt" | "model-file-missing" | "network" | "storage-full",
  detail: string,
) => toWire(new InferenceError(code, detail, { detail }));

describe("the words of a failed download", () => {
  it("do not speak of fetching when the files came from disk, and say what to do", () => {
    for (const code of ["model-file-corrupt", "model-file-missing"] as const) {
      const words = downloadFailure(failureOf(code, "config.json: it is not JSON"), "import");
      expect(words).not.toMatch(/fetch|address|connection/i);
      expect(words).toMatch(/choose/i);
      expect(words).toContain("config.json: it is not JSON");
    }
  });

  it("do not take a model host for an endpoint", () => {
    const words = downloadFailure(failureOf("network", "failed"), "download");
    expect(words).not.toMatch(/endpoint/i);
    expect(words).toContain("kept");
  });

  it("are those of the error where a download has none of its own", () => {
    expect(downloadFailure(failureOf("storage-full", "1 MB"), "import")).toContain("no room");
  });
});
