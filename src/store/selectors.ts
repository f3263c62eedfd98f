import type { ModelRecord } from "../core/model";
import type { RouteMode, RoutePolicy } from "../core/route";
import { answerText, type Escalation, type Run } from "../core/run";
import type { CloudConnection, ProviderSettings, Settings } from "../core/settings";
import { taskDefinition } from "../tasks";
import type { AppState } from "./app-state";
import { isGoing } from "./run-writer";

/** The origin a key is bound to; the text itself where it is no URL. */
export function keyOrigin(baseUrl: string): string {
  try {
    return new URL(baseUrl).origin;
  } catch {
    return baseUrl;
  }
}

/** Every endpoint that is set up, in the person's order. */
export function endpointsOf({ provider, otherProviders }: Settings): readonly ProviderSettings[] {
  return [provider, ...otherProviders];
}

/** What an endpoint is known by, whatever its place and model. */
export function endpointAddress({ providerId, baseUrl }: ProviderSettings): string {
  return `${providerId} ${baseUrl}`;
}

/** The key for an address; empty without one. */
export function keyFor({ keys }: Pick<AppState, "keys">, baseUrl: string): string {
  return keys[keyOrigin(baseUrl)] ?? "";
}

/** What a call to an endpoint needs, as set up now: the first one unless another is named. */
export function connectionTo(
  state: Pick<AppState, "settings" | "keys">,
  endpoint: ProviderSettings = state.settings.provider,
): CloudConnection {
  return { ...endpoint, apiKey: keyFor(state, endpoint.baseUrl) };
}

/** What may be sent, in the given mode; less where a rule asks and not the person. */
export function policyOf(
  settings: Settings,
  mode: RouteMode = settings.routeMode,
  escalation?: Escalation,
): RoutePolicy {
  return {
    ...(escalation?.byRule ? { isEscalation: true } : {}),
    mode,
    allowCloudFallback: settings.allowCloudFallback,
    allowLocalFallback: settings.allowLocalFallback,
    weights: settings.routeWeights,
  };
}

/** The options of the chosen task. */
export function currentOptions(state: Pick<AppState, "composer">): Readonly<Record<string, string>> {
  return state.composer.options[state.composer.task] ?? NO_OPTIONS;
}
const NO_OPTIONS = {};

/** Whether any run of any page has not ended. */
export function anyGoing(state: Pick<AppState, "live" | "shownRunIds" | "chat">): boolean {
  return workIsGoing(state) || Object.values(state.chat.live).some((live) => isGoing(live.run));
}

/** Whether any run that Work shows has not ended. */
export function workIsGoing(state: Pick<AppState, "live" | "shownRunIds">): boolean {
  return state.shownRunIds.some((id) => {
    const live = state.live[id];
    return live !== undefined && isGoing(live.run);
  });
}

/** What is missing before Run can do anything. */
export function missingInput(state: Pick<AppState, "composer">): "text" | "option" | null {
  const { composer } = state;
  const task = taskDefinition(composer.task);
  const takenAttachments = task.acceptsAttachments ? composer.attachments.length : 0;
  if (composer.text.trim() === "" && takenAttachments === 0) return "text";
  const options = currentOptions(state);
  const lacksOption = task.options.some(
    (option) => option.type === "text" && option.required && (options[option.id] ?? "").trim() === "",
  );
  return lacksOption ? "option" : null;
}

/** History grouped as it was run: a Compare is one entry of two runs. Newest first. */
export function historyGroups(runs: readonly Run[], query: string): Run[][] {
  const wanted = query.trim().toLowerCase();
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const group = groups.get(run.groupId);
    if (group === undefined) groups.set(run.groupId, [run]);
    else group.push(run);
  }
  const all = [...groups.values()];
  if (wanted === "") return all;
  return all.filter((group) =>
    group.some((run) =>
      [run.request.text, answerText(run), run.request.task, run.answeredBy?.modelLabel ?? ""].some((field) =>
        field.toLowerCase().includes(wanted),
      ),
    ),
  );
}

/** The largest downloaded language model that is smaller than the given one: what to try when that one fails. */
export function smallerLocalModel(
  state: Pick<AppState, "availability">,
  models: readonly ModelRecord[],
  modelId: string,
): ModelRecord | undefined {
  const failed = models.find(({ id }) => id === modelId);
  if (failed === undefined) return undefined;
  return models
    .filter((model) => sizeOf(model) < sizeOf(failed) && state.availability[model.id]?.state === "ready")
    .sort((one, other) => sizeOf(other) - sizeOf(one))[0];
}

function sizeOf(model: ModelRecord): number {
  return model.downloadBytes;
}

/** The local language model that "On device" would use for generation: the chosen one, or the first that is ready. */
export function localLanguageModel(
  state: Pick<AppState, "settings" | "availability">,
  models: readonly ModelRecord[],
): ModelRecord | undefined {
  const chosen = models.find((model) => model.id === state.settings.localModelId);
  if (chosen !== undefined && state.availability[chosen.id]?.state !== "unavailable") return chosen;
  const inState = (wanted: string) => models.find((model) => state.availability[model.id]?.state === wanted);
  return inState("ready") ?? inState("downloadable");
}
