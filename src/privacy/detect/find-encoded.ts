import type { TextSpan } from "../../core/output";
import { replaceInView, type TextView } from "../text/text-view";

const JOINT = "\ue000";
const LINE_END = /(?:["'`][ \t]{0,8}\+?|\\)?[ \t]{0,8}\r?\n[ \t>|]{0,16}["'`]?/g;
/** Shorter runs hold too little to tell. */
const RUN = /[A-Za-z0-9+/_\ue000-]{12,}={0,2}/g;
const SHORTEST = 12;
/** Looked at first, so that words and pictures cost next to nothing. */
const FIRST_CHARACTERS = 24;
/** A run is tried from its start, and from where a new piece may begin in it. */
const MOST_STARTS = 6;
const HEXADECIMAL = /^(?:[0-9a-f]{2}){10,}$/i;

/** A stretch of encoded text and what it says. */
export interface EncodedText {
  start: number;
  end: number;
  text: string;
}

/** Base64 (of either alphabet, over several lines too) and hexadecimal that hold readable text. Linear in the text. */
export function findEncoded(view: TextView): EncodedText[] {
  const joined = replaceInView(view, LINE_END, () => JOINT);
  const found: EncodedText[] = [];
  for (const match of joined.text.matchAll(RUN)) {
    for (const { from, to, text } of decodeRun(match[0])) {
      found.push({ ...joined.sourceOf(match.index + from, match.index + to), text });
    }
  }
  return found;
}

interface Decoded {
  from: number;
  to: number;
  text: string;
}

/** Parts of a run; a blank line is no line break in something encoded. */
const PART = new RegExp(`(?:[^${JOINT}]|${JOINT}(?!${JOINT}))+`, "g");

function decodeRun(run: string): Decoded[] {
  return [...run.matchAll(PART)].flatMap(({ 0: part, index }) =>
    decodePart(part).map(({ from, to, text }) => ({ from: from + index, to: to + index, text })),
  );
}

function decodePart(run: string): Decoded[] {
  const joints = [...run.matchAll(/[\ue000/_-]/g)].slice(0, MOST_STARTS).map(({ index }) => index + 1);
  for (const from of [0, ...joints]) {
    if (run.charAt(from) === JOINT) continue;
    const rest = run.slice(from);
    for (const length of endsOf(rest)) {
      const text = decode(rest.slice(0, length).replaceAll(JOINT, ""));
      if (text === null) continue;
      const decoded = { from, to: from + length, text };
      // What stands on the lines behind may be encoded too.
      return length < rest.length ? [decoded, ...decodeRest(run, from + length + 1)] : [decoded];
    }
  }
  return [];
}

/** The whole first, then without its last lines, then the first line alone. */
function endsOf(rest: string): number[] {
  const ends = [rest.length];
  for (let at = rest.lastIndexOf(JOINT); at > 0 && ends.length < 4; at = rest.lastIndexOf(JOINT, at - 1))
    ends.push(at);
  const first = rest.indexOf(JOINT);
  return first > 0 ? [...new Set([...ends, first])] : ends;
}

function decodeRest(run: string, from: number): Decoded[] {
  const pieces: Decoded[] = [];
  for (let start = from; start < run.length; ) {
    const end = run.indexOf(JOINT, start) < 0 ? run.length : run.indexOf(JOINT, start);
    const text = decode(run.slice(start, end));
    if (text !== null) pieces.push({ from: start, to: end, text });
    start = end + 1;
  }
  return pieces;
}

/** @returns null for what is not encoded text */
function decode(run: string): string | null {
  if (run.length < SHORTEST) return null;
  const bytesOf = HEXADECIMAL.test(run) ? fromHexadecimal : fromBase64;
  const first = bytesOf(run.slice(0, FIRST_CHARACTERS));
  if (first === null || readable(first, true) === null) return null;
  const all = bytesOf(run);
  return all === null ? null : readable(all, false);
}

function fromHexadecimal(run: string): Uint8Array {
  const bytes = new Uint8Array(run.length >> 1);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = Number.parseInt(run.slice(index * 2, index * 2 + 2), 16);
  return bytes;
}

function fromBase64(run: string): Uint8Array | null {
  const plain = run.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  try {
    const binary = atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain);
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Signs of text: no control characters but white space. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

function readable(bytes: Uint8Array, isBeginning: boolean): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isBeginning });
    return CONTROL.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** One span over the whole of an encoded text, called after the surest of what was found in it. */
export function spanOfEncoded({ start, end }: EncodedText, inside: readonly TextSpan[]): TextSpan[] {
  const [surest] = [...inside].sort((one, other) => other.score - one.score);
  return surest ? [{ start, end, label: surest.label, score: surest.score, layer: "pattern" }] : [];
}
