import * as v from "valibot";

const tokenIds = v.union([v.number(), v.array(v.number())]);

const configSchema = v.object({
  max_position_embeddings: v.nullish(v.number()),
  n_positions: v.nullish(v.number()),
  n_ctx: v.nullish(v.number()),
  max_seq_len: v.nullish(v.number()),
  num_hidden_layers: v.nullish(v.number()),
  n_layer: v.nullish(v.number()),
  num_attention_heads: v.nullish(v.number()),
  n_head: v.nullish(v.number()),
  num_key_value_heads: v.nullish(v.number()),
  head_dim: v.nullish(v.number()),
  hidden_size: v.nullish(v.number()),
  n_embd: v.nullish(v.number()),
  eos_token_id: v.nullish(tokenIds),
});

const nestedConfigSchema = v.object({ text_config: configSchema });

const generationSchema = v.object({
  do_sample: v.nullish(v.boolean()),
  temperature: v.nullish(v.number()),
  top_p: v.nullish(v.number()),
  top_k: v.nullish(v.number()),
  repetition_penalty: v.nullish(v.number()),
  eos_token_id: v.nullish(tokenIds),
});

const specialToken = v.nullish(v.union([v.string(), v.object({ content: v.string() })]));

const tokenizerConfigSchema = v.object({
  chat_template: v.nullish(
    v.union([v.string(), v.array(v.object({ name: v.string(), template: v.string() }))]),
  ),
  bos_token: specialToken,
  eos_token: specialToken,
  unk_token: specialToken,
  pad_token: specialToken,
});

/** What the decode loop needs of `config.json`. Absent where the file does not say. */
export interface ModelConfig {
  contextWindow?: number;
  layers?: number;
  keyValueHeads?: number;
  headSize?: number;
  endTokenIds: readonly number[];
}

/** How the model's makers want it to write: `generation_config.json`. */
export interface GenerationDefaults {
  isSampled: boolean;
  temperature?: number;
  topP?: number;
  topK?: number;
  repetitionPenalty?: number;
  endTokenIds: readonly number[];
}

/** What `tokenizer_config.json` adds to the tokenizer. */
export interface TokenizerSettings {
  chatTemplate?: string;
  /** The special tokens that templates refer to, by their names there. */
  specialTokens: Readonly<Partial<Record<"bos_token" | "eos_token" | "unk_token" | "pad_token", string>>>;
}

/** Reads `config.json`; a field of another shape makes it null, an unknown field does not. */
export function readModelConfig(value: unknown): ModelConfig | null {
  const nested = v.safeParse(nestedConfigSchema, value);
  const parsed = nested.success ? undefined : v.safeParse(configSchema, value);
  const config = nested.success ? nested.output.text_config : parsed?.success ? parsed.output : null;
  if (config === null) return null;
  const heads = config.num_attention_heads ?? config.n_head;
  const hiddenSize = config.hidden_size ?? config.n_embd;
  const headSize = config.head_dim ?? (hiddenSize && heads ? hiddenSize / heads : undefined);
  return {
    ...optional(
      "contextWindow",
      config.max_position_embeddings ?? config.n_positions ?? config.n_ctx ?? config.max_seq_len,
    ),
    ...optional("layers", config.num_hidden_layers ?? config.n_layer),
    ...optional("keyValueHeads", config.num_key_value_heads ?? heads),
    ...optional("headSize", headSize),
    endTokenIds: toList(config.eos_token_id),
  };
}

/** Reads `generation_config.json`; null when it is of another shape. */
export function readGenerationDefaults(value: unknown): GenerationDefaults | null {
  const parsed = v.safeParse(generationSchema, value);
  if (!parsed.success) return null;
  const { do_sample, temperature, top_p, top_k, repetition_penalty, eos_token_id } = parsed.output;
  return {
    isSampled: do_sample === true,
    ...optional("temperature", temperature),
    ...optional("topP", top_p),
    ...optional("topK", top_k),
    ...optional("repetitionPenalty", repetition_penalty),
    endTokenIds: toList(eos_token_id),
  };
}

/** Reads `tokenizer_config.json`; null when it is of another shape. Of several templates the default one counts. */
export function readTokenizerSettings(value: unknown): TokenizerSettings | null {
  const parsed = v.safeParse(tokenizerConfigSchema, value);
  if (!parsed.success) return null;
  const { chat_template: template, ...tokens } = parsed.output;
  const chatTemplate = Array.isArray(template)
    ? (template.find(({ name }) => name === "default") ?? template[0])?.template
    : template;
  const specialTokens = Object.fromEntries(
    Object.entries(tokens).flatMap(([name, token]) => {
      if (token === null || token === undefined) return [];
      return [[name, typeof token === "string" ? token : token.content]];
    }),
  );
  return { ...optional("chatTemplate", chatTemplate), specialTokens };
}

function toList(ids: number | number[] | null | undefined): readonly number[] {
  if (ids === null || ids === undefined) return [];
  return typeof ids === "number" ? [ids] : ids;
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): Partial<Record<Name, Value>> {
  return value === null || value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
