import type { LinearWeights, TaughtSpecialist } from "../../../core/taught";

/** A small specialist with one version. */
export function exampleTaught(change: Partial<TaughtSpecialist> = {}): TaughtSpecialist {
  return {
    id: "classifier-1",
    kind: "classifier",
    name: "Urgent mail",
    createdAt: 1,
    examples: [
      { text: "server down", label: "urgent" },
      { text: "lunch?", label: "not urgent" },
    ],
    versions: [
      {
        number: 1,
        trainedAt: 2,
        examples: 2,
        labels: ["not urgent", "urgent"],
        report: {
          tested: 2,
          correct: 1,
          folds: 2,
          interval: [0.1, 0.9],
          majorityShare: 0.5,
          confusion: [
            [1, 0],
            [1, 0],
          ],
          scores: [
            { label: "not urgent", examples: 1, precision: 0.5, recall: 1 },
            { label: "urgent", examples: 1, precision: null, recall: 0 },
          ],
          halfAccuracy: null,
          unsureBelow: 0.65,
          sureShare: 0,
          sureAccuracy: null,
          doubtful: [{ text: "server down", label: "urgent", predicted: "not urgent", probability: 0.7 }],
        },
      },
    ],
    versionInUse: 1,
    ...change,
  };
}

/** Weights of that version. */
export function exampleWeights(change: Partial<LinearWeights> = {}): LinearWeights {
  return {
    featureVersion: 1,
    labels: ["not urgent", "urgent"],
    buckets: Uint32Array.of(3, 500, 400_000),
    values: Int8Array.of(-127, 127, 5, -5, 0, -128),
    scales: Float32Array.of(0.01, 0.02),
    bias: Float32Array.of(0.1, -0.1),
    temperature: 1.5,
    unsureBelow: 0.65,
    ...change,
  };
}

/** A small tagger with one version. */
export function exampleTagger(): TaughtSpecialist {
  const spans = [{ start: 0, end: 4, label: "thing" }];
  return {
    id: "tagger-1",
    kind: "tagger",
    name: "Things",
    createdAt: 1,
    examples: [{ text: "lamp on", label: "", spans }],
    versions: [
      {
        number: 1,
        trainedAt: 2,
        examples: 1,
        digest: "1-2",
        labels: ["O", "B thing", "I thing"],
        report: {
          kind: "tagger",
          tested: 1,
          folds: 2,
          given: 1,
          found: 0,
          correct: 0,
          precisionInterval: [0, 1],
          recallInterval: [0, 0.8],
          scores: [{ label: "thing", examples: 1, precision: null, recall: 0 }],
          halfF1: null,
          errors: [{ text: "lamp on", given: spans, found: [] }],
        },
      },
    ],
    versionInUse: 1,
    revision: 3,
  };
}
