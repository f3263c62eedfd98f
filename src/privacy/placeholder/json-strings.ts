/** Follows a text as it comes and knows whether its end is inside a JSON string. */
export interface JsonStrings {
  /** The next piece; pieces may be cut anywhere. */
  feed(piece: string): void;
  readonly isInString: boolean;
}

/** How much of a line is looked at for a fence, in characters. */
const FENCE_CHARACTERS = 40;

/**
 * JSON is taken to be a text that begins like a JSON object or array, and what stands in a code block that is
 * called JSON. Anything else has no JSON strings.
 */
export function createJsonStrings(): JsonStrings {
  let document: "open" | "bracket" | "brace" | "json" | "text" = "open";
  let fence: "none" | "json" | "other" = "none";
  let lineStart = "";
  let isInString = false;
  let isEscaped = false;

  function lookAtBeginning(character: string): void {
    if (document === "open") {
      document = character === "{" ? "brace" : character === "[" ? "bracket" : "text";
    } else if (document === "brace") document = /["}]/.test(character) ? "json" : "text";
    else if (document === "bracket") document = /["{[\]]/.test(character) ? "json" : "text";
  }

  function endLine(): void {
    const mark = /^ {0,3}(?:```|~~~)(.*)$/.exec(lineStart);
    if (mark && document !== "json") {
      fence =
        fence !== "none" ? "none" : /^\s*(?:json|geojson|ndjson)/i.test(mark[1] ?? "") ? "json" : "other";
    }
    lineStart = "";
    isInString = false;
    isEscaped = false;
  }

  return {
    feed(piece) {
      for (let index = 0; index < piece.length; index++) {
        const character = piece.charAt(index);
        if (document !== "json" && document !== "text" && !/\s/.test(character)) lookAtBeginning(character);
        if (character === "\n") endLine();
        else {
          if (lineStart.length < FENCE_CHARACTERS) lineStart += character;
          if (document !== "json" && fence !== "json" && document !== "brace" && document !== "bracket")
            continue;
          if (isEscaped) isEscaped = false;
          else if (character === '"') isInString = !isInString;
          else if (character === "\\" && isInString) isEscaped = true;
        }
      }
    },
    get isInString() {
      return isInString && (document === "json" || fence === "json");
    },
  };
}

/** As it stands between the quotation marks of a JSON string. */
export function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
