/** WORD JOINER: invisible, of no width, and in no model's special tokens. */
const JOINER = "\u2060";

/**
 * Strings that are more than text to the tokenizer or to the library's templates. The library hands a person's
 * text to both as it is, so that a pasted `<|im_end|>` would end their turn, and `$&` (a pattern of
 * `String.replace`, with which the templates are filled in) would insert the template's placeholder.
 */
const SPECIAL = [
  /<(?=\|[^\s<>|]{1,40}\|>)/g,
  /<(?=\/?(?:s|bos|eos|pad|unk|mask|think|tool_call|tool_response|image|audio|start_of_turn|end_of_turn|start_of_image|end_of_image)>)/gi,
  /<(?=\/?<?SYS>)/g,
  /\[(?=\/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS)\])/g,
  /\{(?=(?:system_message|user_message|assistant_message|tool_message|function_string|hermes_tools)\})/g,
  /\$(?=[$&`'])/g,
] as const;

/** A text in which no special string is left whole, and whether one was found. */
export interface EscapedText {
  text: string;
  escaped: boolean;
}

/** Breaks every special string with an invisible character after its first one. */
export function escapeSpecialText(text: string): EscapedText {
  let escaped = text;
  for (const pattern of SPECIAL) escaped = escaped.replace(pattern, (first) => first + JOINER);
  return { text: escaped, escaped: escaped !== text };
}

/** Takes the invisible characters out of an answer that may repeat the escaped text; chunks may be cut anywhere. */
export function unescapeSpecialText(text: string): string {
  return text.includes(JOINER) ? text.replaceAll(JOINER, "") : text;
}
