/**
 * The part of the Prompt API that is used, as its explainer has it in 2026. Names in pairs are the new one and the one
 * that older browsers have.
 */
export interface BuiltInModelApi {
  availability(options: BuiltInModelOptions): Promise<BuiltInModelState>;
  /** Starts a download where there is none yet; then it needs a person's click just before. */
  create(options: BuiltInModelOptions & BuiltInCreateOptions): Promise<BuiltInSession>;
}

/** What the browser says of its model. */
export type BuiltInModelState = "unavailable" | "downloadable" | "downloading" | "available";

/** What a session must be able to do. */
export interface BuiltInModelOptions {
  expectedInputs?: readonly BuiltInExpectation[];
  expectedOutputs?: readonly BuiltInExpectation[];
}

interface BuiltInExpectation {
  type: "text";
  languages?: readonly string[];
}

interface BuiltInCreateOptions {
  initialPrompts?: readonly BuiltInMessage[];
  samplingMode?: string;
  /** Told before the download; `downloadprogress` has `loaded` from 0 to 1 of `total` 1. */
  monitor?: (monitor: Pick<EventTarget, "addEventListener">) => void;
  signal?: AbortSignal;
}

/** One turn; a system turn must be the first. */
export interface BuiltInMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

interface BuiltInPromptOptions {
  responseConstraint?: Record<string, unknown>;
  signal?: AbortSignal;
}

/** One conversation with the model. */
export interface BuiltInSession {
  readonly contextWindow?: number;
  readonly inputQuota?: number;
  readonly contextUsage?: number;
  readonly inputUsage?: number;
  measureContextUsage?(input: readonly BuiltInMessage[], options?: BuiltInPromptOptions): Promise<number>;
  measureInputUsage?(input: readonly BuiltInMessage[], options?: BuiltInPromptOptions): Promise<number>;
  /** Each chunk is new text. */
  promptStreaming(input: readonly BuiltInMessage[], options?: BuiltInPromptOptions): ReadableStream<unknown>;
  destroy(): void;
}

/** The part of a page's global scope that is looked at. */
export interface BuiltInModelScope {
  LanguageModel?: unknown;
  navigator?: { userAgentData?: { brands?: readonly { brand: string }[] } };
}

/**
 * The API itself promises nowhere that its model runs on the device. These browsers' makers say so; in others it is not
 * offered, since what is local here must be local.
 */
const ON_DEVICE_BRANDS: ReadonlySet<string> = new Set(["Google Chrome", "Microsoft Edge"]);

/** The browser's own language model; null where it has none, or none that is known to stay on the device. */
export function findBuiltInModel(
  scope: BuiltInModelScope = globalThis as unknown as BuiltInModelScope,
): BuiltInModelApi | null {
  const { LanguageModel: api, navigator } = scope;
  const isOnDevice =
    navigator?.userAgentData?.brands?.some(({ brand }) => ON_DEVICE_BRANDS.has(brand)) === true;
  if (!isOnDevice || (typeof api !== "function" && typeof api !== "object") || api === null) return null;
  const { availability, create } = api as Partial<BuiltInModelApi>;
  return typeof availability === "function" && typeof create === "function" ? (api as BuiltInModelApi) : null;
}
