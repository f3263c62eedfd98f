import { InferenceError } from "../../core/errors";

/**
 * The first complete JSON object in a model's answer. Models wrap JSON in prose or code fences even when told
 * not to, so the object is looked for rather than assumed.
 * @throws InferenceError `output-unreadable` when there is none.
 */
export function readJsonObject(answer: string): unknown {
  for (let start = answer.indexOf("{"); start >= 0; start = answer.indexOf("{", start + 1)) {
    const end = findObjectEnd(answer, start);
    if (end === null) break;
    try {
      return JSON.parse(answer.slice(start, end));
    } catch {
      // not JSON from here: try the next brace
    }
  }
  throw new InferenceError("output-unreadable", "no JSON object in the answer", { detail: answer });
}

function findObjectEnd(text: string, start: number): number | null {
  let depth = 0;
  let insideString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (insideString) {
      if (character === "\\") index++;
      else if (character === '"') insideString = false;
    } else if (character === '"') insideString = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return index + 1;
  }
  return null;
}
