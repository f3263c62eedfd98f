/** The name without a vendor's prefix, in lower case: `openai/GPT-4o` is `gpt-4o`. */
export function bareModelName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).toLowerCase();
}

/** The name without the date of a snapshot: `gpt-4o-2024-08-06` is `gpt-4o`. */
export function undatedModelName(name: string): string {
  return name.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8})$/, "");
}

/**
 * Whether a model thinks before it answers, as OpenAI's o-series and everything from gpt-5 on does. Those take
 * `max_completion_tokens` instead of `max_tokens` and refuse `temperature`, `top_p` and `stop`.
 */
export function isReasoningModel(name: string): boolean {
  const bare = bareModelName(name);
  const generation = /^gpt-(\d+)/.exec(bare)?.[1];
  return /^o[1-9](?:-|$)/.test(bare) || (generation !== undefined && Number(generation) >= 5);
}
