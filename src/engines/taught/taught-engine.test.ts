import { describe, expect, it } from "vitest";
import type { ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";
import type { LinearWeights, TaughtSpecialist } from "../../core/taught";
import { collect } from "../shared/test-support/collect";
import { describeEngineContract } from "../shared/test-support/describe-engine-contract";
import { startInProcessWorker } from "../shared/test-support/in-process-worker";
import { hostWorker } from "../shared/worker-host";
import { trainClassifier } from "./classifier/train-classifier";
import { taughtModels } from "./models";
import { trainTagger } from "./tagger/train-tagger";
import { createTaughtEngine } from "./taught-engine";
import { createTaughtHandler } from "./taught-handler";
import { madeExamples } from "./test-support/made-examples";
import { madeMarks } from "./test-support/made-marks";

const { weights, report } = trainClassifier(madeExamples(60));
const kept = new Map<string, LinearWeights>([
  ["classifier-1/1", weights],
  ["classifier-1/2", { ...weights, featureVersion: 99 }],
]);

function specialist(change: Partial<TaughtSpecialist> = {}): TaughtSpecialist {
  return {
    id: "classifier-1",
    kind: "classifier",
    name: "Mail",
    createdAt: 1,
    examples: [],
    versions: [{ number: 1, trainedAt: 1, examples: 60, labels: weights.labels, report }],
    versionInUse: 1,
    ...change,
  };
}

function modelOf(change: Partial<TaughtSpecialist> = {}): ModelRecord {
  const [model] = taughtModels([specialist(change)], "");
  if (model === undefined) throw new Error("no model");
  return model;
}

const request: InferenceRequest = {
  id: "r1",
  task: "own",
  text: "the invoice is due, the amount goes to the bank account",
  options: { specialist: "classifier-1" },
  messages: [],
  attachments: [],
  params: {},
  sensitivity: "sensitive",
  output: "labels",
};

const createEngine = () =>
  createTaughtEngine(() =>
    startInProcessWorker((scope) =>
      hostWorker(scope, () =>
        createTaughtHandler(async (id, version) => kept.get(`${id}/${version}`) ?? null),
      ),
    ),
  );

describeEngineContract("taught specialists", () => ({
  createEngine,
  model: modelOf(),
  request,
  failing: { model: modelOf({ id: "classifier-gone" }), request, code: "model-missing" },
  overlap: "serialised",
}));

describe("createTaughtEngine", () => {
  const run = async (model: ModelRecord) => {
    const engine = createEngine();
    const result = await collect(engine.run(request, model, { signal: new AbortController().signal }));
    await engine.unload();
    return result;
  };

  it("answers with all labels, the likeliest first, and says that it computed in plain code", async () => {
    const { events } = await run(modelOf());
    expect(events).toContainEqual({ type: "load-end", executionProvider: "script" });
    const output = events.find((event) => event.type === "output")?.output;
    expect(output).toMatchObject({ kind: "labels", isUnsure: false });
    expect(output?.kind === "labels" && output.labels.map(({ label }) => label)).toEqual([
      "invoice",
      "holiday",
    ]);
  });

  it("marks words where it was taught to", async () => {
    kept.set("tagger-1/1", trainTagger(madeMarks(60)).weights);
    const [model] = taughtModels([specialist({ id: "tagger-1", kind: "tagger" })], "");
    if (model === undefined) throw new Error("no model");
    const engine = createEngine();
    const text = "where is AB 7788? I asked Olga last week";
    const { events } = await collect(
      engine.run({ ...request, text }, model, { signal: new AbortController().signal }),
    );
    await engine.unload();
    expect(events.find((event) => event.type === "output")).toMatchObject({
      output: {
        kind: "spans",
        spans: [
          { start: 9, end: 16, label: "order" },
          { start: 26, end: 30, label: "person" },
        ],
      },
    });
  });

  it("does not read weights of another way of reading text", async () => {
    expect((await run(modelOf({ versionInUse: 2 }))).error).toMatchObject({ code: "model-load-failed" });
  });

  it("offers only what was trained, the one that is named, or all in their order", () => {
    const all = [
      specialist({ versionInUse: null }),
      specialist({ id: "classifier-2" }),
      specialist({ id: "classifier-3" }),
    ];
    expect(taughtModels(all, "").map(({ id }) => id)).toEqual([
      "taught/classifier-2/1",
      "taught/classifier-3/1",
    ]);
    expect(taughtModels(all, "classifier-3").map(({ id }) => id)).toEqual(["taught/classifier-3/1"]);
    expect(taughtModels(all, "classifier-9")).toEqual([]);
  });
});
