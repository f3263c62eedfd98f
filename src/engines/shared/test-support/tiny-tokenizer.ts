/** Markers first, then one token a byte, then merges. */
const MARKERS = ["<|endoftext|>", "<|im_end|>", "</s>", "<|im_start|>", "<think>", "</think>"] as const;

const MERGES: readonly (readonly [string, string])[] = [
  ["Ġ", "t"],
  ["h", "e"],
  ["Ġt", "he"],
  ["i", "n"],
  // The first two bytes of many emoji.
  ["ð", "Ł"],
];

/** How many ids the tokenizer knows. */
export const TINY_VOCABULARY = MARKERS.length + 256 + MERGES.length;

/** A `tokenizer.json` as byte-level models have it (GPT-2, SmolLM, Qwen): any text and any bytes can be written. */
export function tinyTokenizer(): Record<string, unknown> {
  return byteLevelTokenizer({
    words: [...MARKERS, ...byteLetters(), ...MERGES.map(([left, right]) => left + right)],
    merges: MERGES.map(([left, right]) => `${left} ${right}`),
    addedTokens: MARKERS.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: !content.includes("think"),
    })),
  });
}

/** A byte-level `tokenizer.json`; a word's id is its place. */
export function byteLevelTokenizer(parts: {
  words: readonly string[];
  merges: readonly string[];
  addedTokens: readonly Record<string, unknown>[];
}): Record<string, unknown> {
  return {
    version: "1.0",
    added_tokens: parts.addedTokens,
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      unk_token: null,
      byte_fallback: false,
      vocab: Object.fromEntries(parts.words.map((word, id) => [word, id])),
      merges: parts.merges,
    },
  };
}

/** The 256 printable letters that stand for the bytes in byte-level vocabularies. */
export function byteLetters(): string[] {
  return Array.from({ length: 256 }, (_, byte) => byteLetter(byte));
}

/** ChatML, as many small models use it. */
export function tinyTokenizerConfig(): Record<string, unknown> {
  return {
    bos_token: null,
    eos_token: { content: "<|im_end|>", special: true },
    chat_template:
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  };
}

/** One of them (GPT-2's table). */
function byteLetter(byte: number): string {
  const isPrintable = (code: number) =>
    (code >= 33 && code <= 126) || (code >= 161 && code <= 172) || (code >= 174 && code <= 255);
  if (isPrintable(byte)) return String.fromCharCode(byte);
  let rank = 0;
  for (let code = 0; code < byte; code += 1) if (!isPrintable(code)) rank += 1;
  return String.fromCharCode(256 + rank);
}
