const SPACE = "\u2581";
const PIECES = [
  SPACE,
  "t",
  "h",
  "e",
  `${SPACE}t`,
  "he",
  `${SPACE}the`,
  "s",
  ".",
  `${SPACE}${SPACE}`,
] as const;
const MERGES = [`${SPACE} t`, "h e", `${SPACE}t he`, `${SPACE} ${SPACE}`] as const;

/** Ids of {@link byteFallbackTokenizer}. */
export const BYTE_FALLBACK_VOCABULARY = 3 + 256 + PIECES.length;

/**
 * A `tokenizer.json` as models after SentencePiece have it (Llama 2, TinyLlama): spaces are part of the word after
 * them, one is put before the first word and taken off again, and a letter outside the vocabulary is written in bytes.
 */
export function byteFallbackTokenizer(): Record<string, unknown> {
  const byteTokens = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
  );
  const words = ["<unk>", "<s>", "</s>", ...byteTokens, ...PIECES];
  return {
    version: "1.0",
    added_tokens: ["<unk>", "<s>", "</s>"].map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "Prepend", prepend: SPACE },
        { type: "Replace", pattern: { String: " " }, content: SPACE },
      ],
    },
    pre_tokenizer: null,
    post_processor: {
      type: "TemplateProcessing",
      single: [{ SpecialToken: { id: "<s>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
      pair: [],
      special_tokens: { "<s>": { id: "<s>", ids: [1], tokens: ["<s>"] } },
    },
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: SPACE }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    model: {
      type: "BPE",
      unk_token: "<unk>",
      byte_fallback: true,
      fuse_unk: true,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      merges: MERGES,
    },
  };
}
