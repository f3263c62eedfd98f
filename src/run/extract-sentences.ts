import { InferenceError } from "../core/errors";
import type { InferenceRequest, Message } from "../core/request";
import type { RunDependencies } from "./run-dependencies";

/**
 * The sentences of some messages that say most, in their order, by a model that ships with the app: nothing leaves
 * the device. None where there is no such model or it cannot run, so that a run never fails for want of a summary.
 * @throws InferenceError `cancelled`.
 */
export async function extractSentences(
  messages: readonly Message[],
  sentences: number,
  { id }: Pick<InferenceRequest, "id">,
  { loadEngine, localCandidates }: Pick<RunDependencies, "loadEngine" | "localCandidates">,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const text = messages.map(({ content }) => content).join("\n\n");
  const request: InferenceRequest = {
    id: `${id}/extract`,
    task: "summarise",
    text,
    options: { sentences: String(sentences) },
    messages: [],
    attachments: [],
    params: {},
    sensitivity: "sensitive",
    output: "quotes",
  };
  try {
    const model = localCandidates(request).find(({ kind }) => kind === "specialist");
    if (model === undefined) return [];
    const engine = await loadEngine(model.engine);
    if (engine.location !== "local") return [];
    let extracts: string[] = [];
    for await (const event of engine.run(request, model, { signal })) {
      if (event.type === "output" && event.output.kind === "quotes") {
        extracts = event.output.quotes.map((quote) => quote.text);
      }
    }
    return extracts.slice(0, sentences);
  } catch (thrown) {
    const error = InferenceError.from(thrown);
    if (error.code === "cancelled") throw error;
    return [];
  }
}
