import * as v from "valibot";
import {
  type ClassifierReport,
  type LinearWeights,
  MOST_EXAMPLE_CHARACTERS,
  MOST_EXAMPLES,
  MOST_LABELS,
  MOST_SPAN_LABELS,
  MOST_VERSIONS,
  TAUGHT_KINDS,
  type TaggerReport,
  type TaughtExample,
  type TaughtSpan,
  type TaughtSpecialist,
  type TaughtVersion,
} from "../../core/taught";
import { readValue } from "./read-value";

const MOST_LABEL_CHARACTERS = 200;
const MOST_NAME_CHARACTERS = 200;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const moment = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const exampleText = v.pipe(v.string(), v.maxLength(MOST_EXAMPLE_CHARACTERS));
const labelText = v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_LABEL_CHARACTERS));
const nameText = v.pipe(v.string(), v.maxLength(MOST_NAME_CHARACTERS));
const versionNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const spansSchema: v.GenericSchema<unknown, readonly TaughtSpan[]> = v.pipe(
  v.array(v.object({ start: count, end: count, label: labelText })),
  v.check(
    (spans) => spans.every(({ start, end }, place) => start < end && (spans[place - 1]?.end ?? 0) <= start),
    "the marks are not in order",
  ),
);

const exampleSchema: v.GenericSchema<unknown, TaughtExample> = v.pipe(
  v.object({
    text: exampleText,
    label: v.pipe(v.string(), v.maxLength(MOST_LABEL_CHARACTERS)),
    spans: v.exactOptional(spansSchema),
  }),
  v.check(({ text, spans }) => (spans?.at(-1)?.end ?? 0) <= text.length, "a mark ends behind the text"),
);

const labelScore = v.object({
  label: labelText,
  examples: count,
  precision: v.nullable(share),
  recall: v.nullable(share),
});

const reportSchema: v.GenericSchema<unknown, ClassifierReport> = v.object({
  kind: v.exactOptional(v.literal("classifier")),
  tested: count,
  correct: count,
  folds: count,
  interval: v.tuple([share, share]),
  majorityShare: share,
  confusion: v.pipe(v.array(v.array(count)), v.maxLength(MOST_LABELS)),
  scores: v.pipe(v.array(labelScore), v.maxLength(MOST_LABELS)),
  halfAccuracy: v.nullable(share),
  unsureBelow: share,
  sureShare: share,
  sureAccuracy: v.nullable(share),
  doubtful: v.array(
    v.object({ text: exampleText, label: labelText, predicted: labelText, probability: share }),
  ),
});

const interval = v.tuple([share, share]);

const taggerReportSchema: v.GenericSchema<unknown, TaggerReport> = v.object({
  kind: v.literal("tagger"),
  tested: count,
  folds: count,
  given: count,
  found: count,
  correct: count,
  precisionInterval: interval,
  recallInterval: interval,
  scores: v.pipe(v.array(labelScore), v.maxLength(MOST_SPAN_LABELS)),
  halfF1: v.nullable(share),
  errors: v.array(v.object({ text: exampleText, given: spansSchema, found: spansSchema })),
});

const versionSchema: v.GenericSchema<unknown, TaughtVersion> = v.object({
  number: versionNumber,
  trainedAt: moment,
  examples: count,
  digest: v.exactOptional(v.string()),
  labels: v.array(labelText),
  report: v.union([reportSchema, taggerReportSchema]),
});

const specialistSchema: v.GenericSchema<unknown, TaughtSpecialist> = v.object({
  id,
  kind: v.picklist(TAUGHT_KINDS),
  name: nameText,
  createdAt: moment,
  examples: v.pipe(v.array(exampleSchema), v.maxLength(MOST_EXAMPLES)),
  versions: v.pipe(v.array(versionSchema), v.maxLength(MOST_VERSIONS)),
  versionInUse: v.nullable(versionNumber),
  revision: v.exactOptional(count),
});

const weightsSchema: v.GenericSchema<unknown, LinearWeights> = v.pipe(
  v.object({
    featureVersion: versionNumber,
    labels: v.pipe(v.array(labelText), v.minLength(1), v.maxLength(MOST_LABELS)),
    buckets: v.instance(Uint32Array),
    values: v.instance(Int8Array),
    scales: v.instance(Float32Array),
    bias: v.instance(Float32Array),
    temperature: v.pipe(v.number(), v.finite(), v.minValue(0.01)),
    unsureBelow: share,
  }),
  v.check(
    ({ labels, buckets, values, scales, bias }) =>
      values.length === buckets.length * labels.length &&
      scales.length === labels.length &&
      bias.length === labels.length &&
      [...scales, ...bias].every(Number.isFinite),
    "the parts of the weights do not fit together",
  ),
);

/** The specialist in a value from anywhere, or null. Never throws. */
export function readTaught(value: unknown): TaughtSpecialist | null {
  return readValue(specialistSchema, value);
}

/** The weights in a value from anywhere, or null. Never throws. */
export function readWeights(value: unknown): LinearWeights | null {
  return readValue(weightsSchema, value);
}
