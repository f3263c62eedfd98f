import type { Completion } from "../../core/engine";

/** A text box at one moment. */
export interface BoxState {
  text: string;
  /** The selection; both are the caret where nothing is selected. */
  start: number;
  end: number;
}

/** What offers stand on. */
export interface OfferScope {
  complete(text: string, signal: AbortSignal): Promise<Completion | null>;
  /** Calls once after a delay in ms. Returns the way to cancel. */
  after(delayMs: number, callback: () => void): () => void;
  /** What is offered at the caret now; null for nothing. */
  show(offer: string | null): void;
}

/** Decides when to ask for a completion, and what becomes of it. */
export interface OfferController {
  /** The person typed. */
  changed(box: BoxState): void;
  /** What the box holds now; no offer where it is not what was typed, but an example or a past request. */
  holds(text: string): void;
  /** The caret went elsewhere, the box was left, an input method composes: no offer now. */
  interrupt(): void;
  /** Turns the offer down, and stays quiet until the next word. Returns whether there was one. */
  dismiss(): boolean;
  /** The whole offer, or its first word, to be inserted; null where there is none. */
  take(part: "all" | "word"): string | null;
  /** Offers a word less: the last one has no room. */
  shorten(): void;
  /** For good. */
  dispose(): void;
}

/** How long typing must rest before a completion is asked for. */
const REST_MS = 90;
/** In longer texts nothing is offered. */
const MOST_CHARACTERS = 20_000;
/** What is inserted at once and longer was pasted. */
const MOST_TYPED_CHARACTERS = 60;
const FIRST_WORD = /^\s*\S+/;
const LAST_WORD = /\s*\S+\s*$/;

/** @see OfferController */
export function createOfferController({ complete, after, show }: OfferScope): OfferController {
  let before = "";
  let offer: string | null = null;
  let isQuiet = false;
  let cancelRest: (() => void) | null = null;
  let asking: AbortController | null = null;

  function set(next: string | null): void {
    if (next === offer) return;
    offer = next;
    show(next);
  }

  function stop(): void {
    cancelRest?.();
    cancelRest = null;
    asking?.abort();
    asking = null;
  }

  async function ask(text: string): Promise<void> {
    const controller = new AbortController();
    asking = controller;
    try {
      const completion = await complete(text, controller.signal);
      if (!controller.signal.aborted) set(completion?.text ?? null);
    } catch {
      // No offer, then: whoever writes is not told of what they did not ask for.
    }
  }

  return {
    changed({ text, start, end }) {
      const typed = insertion(before, text, start);
      const left = before;
      before = text;
      stop();
      if (typed === null || start !== end || !endsLine(text, start) || text.length > MOST_CHARACTERS) {
        set(null);
        return;
      }
      if (/\s/.test(typed)) isQuiet = false;
      if (offer !== null && left.length > 0 && offer.length > typed.length && offer.startsWith(typed)) {
        set(offer.slice(typed.length));
        return;
      }
      set(null);
      if (isQuiet || text.slice(0, start).trim() === "") return;
      cancelRest = after(REST_MS, () => void ask(text.slice(0, start)));
    },
    holds(text) {
      if (text === before) return;
      before = text;
      stop();
      set(null);
    },
    interrupt() {
      stop();
      set(null);
    },
    dismiss() {
      stop();
      const wasOffered = offer !== null;
      isQuiet ||= wasOffered;
      set(null);
      return wasOffered;
    },
    take(part) {
      if (offer === null) return null;
      return part === "all" ? offer : (FIRST_WORD.exec(offer)?.[0] ?? null);
    },
    shorten() {
      if (offer === null) return;
      const rest = offer.replace(LAST_WORD, "");
      set(rest === "" ? null : rest);
    },
    dispose: stop,
  };
}

/** What was typed at the caret, between `before` and `text`; null for any other change. */
function insertion(before: string, text: string, caret: number): string | null {
  const length = text.length - before.length;
  if (length <= 0 || length > MOST_TYPED_CHARACTERS || caret < length) return null;
  const start = caret - length;
  const isSame = text.slice(0, start) === before.slice(0, start) && text.slice(caret) === before.slice(start);
  return isSame ? text.slice(start, caret) : null;
}

function endsLine(text: string, caret: number): boolean {
  return caret === text.length || text[caret] === "\n";
}
