import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleRun } from "../../platform/storage/test-support/example-run";
import { exportedRun, toCsv } from "./export-figures";
import { runFigures } from "./run-figures";

/** Words that only the person or a model could have written. */
const SECRET = fc
  .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 })
  .map((text) => `zq${text}qz`);

describe("exported figures", () => {
  it("hold nothing that was written, answered or named, whatever it is", () => {
    fc.assert(
      fc.property(SECRET, (secret) => {
        const run = exampleRun();
        const written = {
          ...run,
          text: secret,
          reasoning: secret,
          continues: [{ text: secret, location: "local" as const, modelLabel: secret }],
          output: { kind: "labels" as const, labels: [{ label: secret, score: 1 }] },
          request: {
            ...run.request,
            text: secret,
            options: { specialist: secret },
            messages: [{ role: "user" as const, content: secret }],
          },
          answeredBy: { location: "local" as const, modelId: `custom-${secret}`, modelLabel: secret },
          error: { code: "server-error" as const, message: secret, detail: secret, retryable: true },
        };
        const exported = exportedRun(runFigures(written));
        expect(JSON.stringify(exported)).not.toContain(secret);
        expect(toCsv([exported])).not.toContain(secret);
      }),
    );
  });

  it("names a cloud model without its address, and neither custom nor taught models", () => {
    const named = (modelId: string) =>
      exportedRun(runFigures(exampleRun({ answeredBy: { location: "cloud", modelId, modelLabel: "x" } })))
        .model;
    expect(named("cloud:gpt-6-luna@internal.example")).toBe("cloud:gpt-6-luna");
    expect(named("custom-42")).toBe("custom model");
    expect(named("taught/secret-name/3")).toBe("own specialist");
    expect(named("embedded/tone")).toBe("embedded/tone");
  });

  it("is a table whose cells survive commas, quotes and spreadsheets", () => {
    const row = { ...exportedRun(runFigures(exampleRun())), model: '=1+1,"x"' };
    const [head, line] = toCsv([row]).split("\r\n");
    expect(head?.split(",")).toHaveLength(18);
    expect(line).toContain(`"'=1+1,""x"""`);
  });
});
