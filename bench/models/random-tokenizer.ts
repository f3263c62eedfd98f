/** Ids of single bytes come first, words after them. */
const BYTES = 256;
/** Each so many words one begins a new paragraph, as in prose that is cut into paragraphs. */
const PARAGRAPH_EVERY = 48;

/** A byte-level `tokenizer.json` of that many tokens: the bytes, then made-up words of two to five letters. */
export function randomTokenizer(vocabulary: number): Record<string, unknown> {
  const bytes = Array.from({ length: BYTES }, (_, byte) => byteLetter(byte));
  const words = Array.from({ length: vocabulary - BYTES }, (_, index) =>
    index % PARAGRAPH_EVERY === 0 ? `.ĊĊ${wordOf(index)}` : `Ġ${wordOf(index)}`,
  );
  return {
    version: "1.0",
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      unk_token: null,
      byte_fallback: false,
      vocab: Object.fromEntries([...bytes, ...words].map((word, id) => [word, id])),
      merges: [],
    },
  };
}

/** Another word for each number: syllables of a consonant and a vowel, and a last letter. */
function wordOf(index: number): string {
  const consonants = "bdfghklmnprstvwz";
  const vowels = "aeiou";
  let word = "";
  let left = index + 1;
  while (left > 0) {
    word += `${consonants[left % 16]}${vowels[Math.floor(left / 16) % 5]}`;
    left = Math.floor(left / 80);
  }
  return word;
}

/** The printable letter that stands for a byte in byte-level vocabularies (GPT-2's table). */
function byteLetter(byte: number): string {
  const isPrintable = (code: number) =>
    (code >= 33 && code <= 126) || (code >= 161 && code <= 172) || (code >= 174 && code <= 255);
  if (isPrintable(byte)) return String.fromCharCode(byte);
  let rank = 0;
  for (let code = 0; code < byte; code += 1) if (!isPrintable(code)) rank += 1;
  return String.fromCharCode(256 + rank);
}
