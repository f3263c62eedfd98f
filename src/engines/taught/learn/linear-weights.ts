import { InferenceError } from "../../../core/errors";
import type { LinearWeights } from "../../../core/taught";
import { toProbabilities } from "./logistic-regression";
import type { SparseVector } from "./sparse-rows";

const LARGEST = 127;

/** The weights of a fit, a byte each; features whose bytes are all 0 are left out. */
export function packWeights(
  weights: Float64Array,
  buckets: Uint32Array,
  labels: readonly string[],
  more: Pick<LinearWeights, "featureVersion" | "temperature" | "unsureBelow">,
): LinearWeights {
  const classCount = labels.length;
  const scales = new Float32Array(classCount);
  for (let place = 0; place < buckets.length * classCount; place += 1) {
    const each = place % classCount;
    scales[each] = Math.max(scales[each] ?? 0, Math.abs(weights[place] ?? 0) / LARGEST);
  }
  const values: number[] = [];
  const kept: number[] = [];
  buckets.forEach((bucket, column) => {
    const bytes = labels.map((_, each) => {
      const scale = scales[each] ?? 0;
      return scale === 0 ? 0 : Math.round((weights[column * classCount + each] ?? 0) / scale);
    });
    if (bytes.every((byte) => byte === 0)) return;
    kept.push(bucket);
    values.push(...bytes);
  });
  return {
    ...more,
    labels,
    buckets: Uint32Array.from(kept),
    values: Int8Array.from(values),
    scales,
    bias: Float32Array.from(weights.subarray(buckets.length * classCount)),
  };
}

/** A linear model ready for use. */
export interface LinearModel {
  weights: LinearWeights;
  /** Probabilities in the order of `weights.labels`. */
  probabilities(features: SparseVector): Float64Array;
  /** Whether it has a weight for any of the features; of a text in which it knows nothing it can only guess. */
  knows(features: SparseVector): boolean;
}

/** @throws InferenceError `model-load-failed` where the weights are not of `featureVersion`. */
export function openWeights(weights: LinearWeights, featureVersion: number): LinearModel {
  const { buckets, values, scales, bias, temperature, labels } = weights;
  if (weights.featureVersion !== featureVersion) {
    throw new InferenceError("model-load-failed", "the weights are of another version of the features", {
      engine: "taught",
      retryable: false,
      detail: "This specialist was trained by another version of Nearside. Train it again from its examples.",
    });
  }
  const classCount = labels.length;
  const placeOf = new Map(Array.from(buckets, (bucket, place) => [bucket, place * classCount]));
  return {
    weights,
    knows: (features) => features.buckets.some((bucket) => placeOf.has(bucket)),
    probabilities(features) {
      const sums = new Float64Array(classCount);
      features.buckets.forEach((bucket, entry) => {
        const place = placeOf.get(bucket);
        if (place === undefined) return;
        const value = features.values[entry] ?? 0;
        for (let each = 0; each < classCount; each += 1) {
          sums[each] = (sums[each] ?? 0) + value * (values[place + each] ?? 0);
        }
      });
      return toProbabilities(
        sums.map((sum, each) => sum * (scales[each] ?? 0) + (bias[each] ?? 0)),
        temperature,
      );
    },
  };
}
