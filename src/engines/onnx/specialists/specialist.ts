import type { StructuredOutput } from "../../../core/output";

/** A tensor without any runtime's own class, so that specialists run in a worker and in Node alike. */
export interface TensorData {
  data: Int32Array | BigInt64Array | Float32Array | Uint8Array;
  dims: readonly number[];
}

/** One pass through a loaded graph: named inputs in, named outputs out. */
export type ForwardPass = (feeds: Record<string, TensorData>) => Promise<Record<string, TensorData>>;

/** What a specialist may use while it loads. */
export interface SpecialistContext {
  /** A file of the model's own folder; its hash has been checked. */
  readFile(name: string): Promise<Uint8Array>;
  /** A session for a graph of the model's own folder. */
  createForwardPass(file: string): Promise<ForwardPass>;
}

/** How much is marked as sensitive: rather too much, as many as are mostly right, or only what is sure. */
export const CAUTIONS = ["careful", "balanced", "quiet"] as const;
export type Caution = (typeof CAUTIONS)[number];

/** Options of one specialist run. */
export interface SpecialistOptions {
  signal?: AbortSignal;
  /** `balanced` where it is not given. */
  caution?: Caution;
  /** Length of a summary, in sentences. */
  maxSentences?: number;
}

/** Reads a text, answers with a structure whose offsets refer to that text. */
export type RunSpecialist = (text: string, options: SpecialistOptions) => Promise<StructuredOutput>;

/** Loads one specialist. */
export type LoadSpecialist = (context: SpecialistContext) => Promise<RunSpecialist>;
