import { type ErrorCode, InferenceError, isAbort } from "../../core/errors";

/** What was going on when the library threw. */
export type Stage = "load" | "run";

interface Rule {
  code: ErrorCode;
  stage?: Stage;
  name?: RegExp;
  message?: RegExp;
}

// First match wins. Names are the library's and the browser's own; messages stand where the class is a plain Error.
const RULES: readonly Rule[] = [
  { code: "webgpu-unavailable", name: /^WebGPUNot(Available|Found)Error$/ },
  { code: "webgpu-unavailable", message: /unable to find a compatible gpu|cannot find (a )?webgpu/i },
  { code: "feature-missing", name: /^(ShaderF16|Feature)SupportError$/ },
  // What a model compiled for 16-bit floats gives on a device without them, after all weights are here.
  { code: "feature-missing", message: /invalid shadermodule/i },
  { code: "out-of-memory", name: /^GPUOutOfMemoryError$/ },
  {
    code: "out-of-memory",
    message: /out of memory|array buffer allocation failed|could not allocate memory|cannot enlarge memory/i,
  },
  { code: "device-lost", name: /^DeviceLostError$/ },
  {
    code: "device-lost",
    message: /device (was|is|has been)? ?lost|external instance reference no longer exists/i,
  },
  // A device loss makes the library drop its model without a word.
  { code: "device-lost", stage: "run", name: /^(ModelNotLoaded|SpecifiedModelNotFound)Error$/ },
  { code: "device-lost", stage: "run", message: /already been disposed/i },
  { code: "context-overflow", name: /^(ContextWindowSizeExceeded|EmbeddingExceedContextWindowSize)Error$/ },
  {
    code: "attachment-unsupported",
    name: /^(UserMessageContentErrorForNonVLM|UnsupportedContentPartError|CannotFindImageEmbedError)$/,
  },
  { code: "attachment-unsupported", name: /^(PrefillChunkSizeSmallerThanImage|UnsupportedImageURL)Error$/ },
  { code: "model-file-corrupt", name: /^(IntegrityError|ArtifactManifestError|SyntaxError|CompileError)$/ },
  { code: "model-file-missing", message: /failed to execute '(add|addall)' on 'cache'/i },
  { code: "network", message: /failed to fetch|networkerror when attempting|load failed/i },
  { code: "model-load-failed", name: /^(LinkError|ModelNot(Loaded|Found)Error|MissingModelWasmError)$/ },
];

/**
 * An {@link InferenceError} for whatever the library, WebAssembly or WebGPU threw. Matches are on the error's
 * name and its documented message; anything else is `model-load-failed` while loading and `internal` in a run.
 */
export function classifyError(thrown: unknown, stage: Stage, model: string): InferenceError {
  if (thrown instanceof InferenceError) return thrown;
  const details = { engine: "web-llm", model } as const;
  if (isAbort(thrown)) return InferenceError.from(thrown, "cancelled", details);
  const { name, message } = readError(thrown);
  const rule = RULES.find(
    (each) =>
      (each.stage === undefined || each.stage === stage) &&
      (each.name === undefined || each.name.test(name)) &&
      (each.message === undefined || each.message.test(message)),
  );
  const code = rule?.code ?? (stage === "load" ? "model-load-failed" : "internal");
  return new InferenceError(code, `${name}: ${message}`, { ...details, detail: message, cause: thrown });
}

/** The library's worker proxy flattens errors to "Name: message"; a string is read in that way. */
function readError(thrown: unknown): { name: string; message: string } {
  if (typeof thrown === "object" && thrown !== null) {
    const { name, message } = thrown as { name?: unknown; message?: unknown };
    return {
      name: typeof name === "string" ? name : "Error",
      message: typeof message === "string" ? message : String(thrown),
    };
  }
  const text = String(thrown);
  const match = /^([A-Za-z0-9]*Error): (.*)$/s.exec(text);
  return match === null
    ? { name: "Error", message: text }
    : { name: match[1] ?? "Error", message: match[2] ?? "" };
}
