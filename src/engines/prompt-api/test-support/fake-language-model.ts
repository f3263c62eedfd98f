import type {
  BuiltInMessage,
  BuiltInModelApi,
  BuiltInModelState,
  BuiltInSession,
} from "../../../platform/built-in-model";

/** How the fake browser behaves; each entry stands for something that the API's explainer says. */
export interface BrowserBehaviour {
  state?: BuiltInModelState;
  words?: readonly string[];
  /** Between chunks. */
  gapMs?: number;
  /** Tokens that a session holds; a token a letter. */
  window?: number;
  /** Names before they were renamed. */
  hasOldNames?: boolean;
  /** A download needs a click just before. */
  wasClicked?: boolean;
  failDownload?: DOMException;
  /** Thrown after the first chunk. */
  failAnswer?: DOMException;
  /** JSON schemas are not understood. */
  refusesSchemas?: boolean;
  /** `availability()` never settles. */
  hangs?: boolean;
}

/** What the fake was asked. */
export interface BrowserLog {
  creates: Parameters<BuiltInModelApi["create"]>[0][];
  prompts: { input: readonly BuiltInMessage[]; constraint: unknown }[];
  /** Sessions that were made and not destroyed. */
  open: number;
  /** Most streams that were read at once. */
  mostAtOnce: number;
}

const sizeOf = (input: readonly BuiltInMessage[]) =>
  input.reduce((sum, { content }) => sum + content.length, 0);
const abortError = () => new DOMException("The request was aborted.", "AbortError");

/** A stand-in for `LanguageModel` with the documented behaviours: sessions, deltas, quotas, destruction, downloads. */
export function createFakeLanguageModel(behaviour: BrowserBehaviour = {}): {
  api: BuiltInModelApi;
  log: BrowserLog;
  behaviour: BrowserBehaviour;
} {
  const log: BrowserLog = { creates: [], prompts: [], open: 0, mostAtOnce: 0 };
  let reading = 0;

  function createSession(initialPrompts: readonly BuiltInMessage[]): BuiltInSession {
    const { window = 9216 } = behaviour;
    let usage = sizeOf(initialPrompts);
    let destroy = (): void => {};
    const destroyed = new Promise<never>((_, reject) => {
      destroy = () => reject(abortError());
    });
    destroyed.catch(() => {});
    let isOpen = true;
    log.open += 1;

    function promptStreaming(
      input: readonly BuiltInMessage[],
      { responseConstraint, signal }: { responseConstraint?: unknown; signal?: AbortSignal } = {},
    ): ReadableStream<string> {
      log.prompts.push({ input, constraint: responseConstraint });
      const fail = firstFault(input, responseConstraint, window - usage);
      let index = 0;
      let isReading = false;
      const end = () => {
        if (isReading) reading -= 1;
        isReading = false;
      };
      return new ReadableStream<string>(
        {
          start(controller) {
            if (fail !== null) controller.error(fail);
            signal?.addEventListener("abort", () => {
              end();
              controller.error(signal.reason);
            });
          },
          async pull(controller) {
            if (!isReading) {
              isReading = true;
              reading += 1;
              log.mostAtOnce = Math.max(log.mostAtOnce, reading);
            }
            await Promise.race([
              new Promise((resolve) => setTimeout(resolve, behaviour.gapMs ?? 0)),
              destroyed,
            ]);
            const word = (behaviour.words ?? ["Hello", " ", "there", ",", " you"])[index];
            if (index === 1 && behaviour.failAnswer !== undefined) {
              end();
              controller.error(behaviour.failAnswer);
            } else if (word === undefined) {
              end();
              usage += sizeOf(input);
              controller.close();
            } else {
              index += 1;
              usage += word.length;
              controller.enqueue(word);
            }
          },
          cancel: end,
        },
        { highWaterMark: 0 },
      );
    }

    const measure = async (input: readonly BuiltInMessage[]) => sizeOf(input);
    const common = {
      promptStreaming,
      destroy() {
        if (isOpen) log.open -= 1;
        isOpen = false;
        destroy();
      },
    };
    return behaviour.hasOldNames === true
      ? {
          ...common,
          inputQuota: window,
          get inputUsage() {
            return usage;
          },
          measureInputUsage: measure,
        }
      : {
          ...common,
          contextWindow: window,
          get contextUsage() {
            return usage;
          },
          measureContextUsage: measure,
        };
  }

  function firstFault(
    input: readonly BuiltInMessage[],
    constraint: unknown,
    room: number,
  ): DOMException | null {
    if (constraint !== undefined && behaviour.refusesSchemas === true) {
      return new DOMException("The schema is not supported.", "NotSupportedError");
    }
    return sizeOf(input) > room ? quotaExceeded(sizeOf(input), room) : null;
  }

  return {
    log,
    behaviour,
    api: {
      async availability() {
        if (behaviour.hangs === true) await new Promise(() => {});
        return behaviour.state ?? "available";
      },
      async create(options) {
        log.creates.push(options);
        const { initialPrompts = [], monitor, signal } = options;
        signal?.throwIfAborted();
        if (initialPrompts.slice(1).some(({ role }) => role === "system")) {
          throw new TypeError("a system prompt must be the first");
        }
        if (behaviour.state === "unavailable") throw new DOMException("no model", "NotAllowedError");
        if (behaviour.state === "downloadable") {
          if (behaviour.wasClicked !== true)
            throw new DOMException("needs a user gesture", "NotAllowedError");
          const progress = new EventTarget();
          monitor?.(progress);
          for (const loaded of [0, 0.5, 1]) {
            await new Promise((resolve) => setTimeout(resolve, 0));
            signal?.throwIfAborted();
            if (loaded === 1 && behaviour.failDownload !== undefined) throw behaviour.failDownload;
            progress.dispatchEvent(Object.assign(new Event("downloadprogress"), { loaded, total: 1 }));
          }
          behaviour.state = "available";
        }
        const { window = 9216 } = behaviour;
        if (sizeOf(initialPrompts) > window) throw quotaExceeded(sizeOf(initialPrompts), window);
        return createSession(initialPrompts);
      },
    },
  };
}

/** The exception with the figures that it is specified to carry. */
function quotaExceeded(requested: number, quota: number): DOMException {
  const error = new DOMException("The input is too large.", "QuotaExceededError");
  return Object.assign(error, { requested, quota });
}
