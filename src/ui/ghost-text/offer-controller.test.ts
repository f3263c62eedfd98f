import { beforeEach, describe, expect, it } from "vitest";
import type { Completion } from "../../core/engine";
import { createOfferController, type OfferController } from "./offer-controller";

let controller: OfferController;
let shown: string | null;
let asked: { text: string; signal: AbortSignal; answer(text: string | null): Promise<void> }[];
let due: (() => void)[];

/** As if the whole text had been typed, the last `typed` characters just now. */
function type(text: string, typed = 1): void {
  controller.holds(text.slice(0, text.length - typed));
  goOn(text);
}

/** Types on from where the text was. */
function goOn(text: string, caret = text.length): void {
  controller.changed({ text, start: caret, end: caret });
}

/** Lets typing rest. */
function rest(): void {
  for (const callback of due.splice(0)) callback();
}

async function offer(text: string, words: string): Promise<void> {
  type(text);
  rest();
  await asked.at(-1)?.answer(words);
}

beforeEach(() => {
  shown = null;
  asked = [];
  due = [];
  controller = createOfferController({
    complete: (text, signal) =>
      new Promise<Completion | null>((resolve) => {
        asked.push({
          text,
          signal,
          async answer(words) {
            resolve(words === null ? null : { text: words, probability: 0.9 });
            await Promise.resolve();
            await Promise.resolve();
          },
        });
      }),
    after(_, callback) {
      due.push(callback);
      return () => {
        due = due.filter((each) => each !== callback);
      };
    },
    show: (next) => {
      shown = next;
    },
  });
});

describe("createOfferController", () => {
  it("asks once typing rests, with the text up to the caret, and shows what comes", async () => {
    type("Thank you for yo");
    goOn("Thank you for you");
    expect(asked).toHaveLength(0);
    rest();
    expect(asked.map(({ text }) => text)).toEqual(["Thank you for you"]);
    await asked[0]?.answer("r help");
    expect(shown).toBe("r help");
    expect(controller.take("all")).toBe("r help");
    expect(controller.take("word")).toBe("r");
  });

  it("breaks a question off at the next key, and shows nothing of its answer", async () => {
    type("Thank yo");
    rest();
    goOn("Thank you");
    expect(asked[0]?.signal.aborted).toBe(true);
    await asked[0]?.answer("u very much");
    expect(shown).toBeNull();
  });

  it("keeps an offer that is typed along, without asking again", async () => {
    await offer("Please let me k", "now if you");
    goOn("Please let me kn");
    expect(shown).toBe("ow if you");
    goOn("Please let me kno");
    rest();
    expect(shown).toBe("w if you");
    expect(asked).toHaveLength(1);
    goOn("Please let me knob");
    expect(shown).toBeNull();
    rest();
    expect(asked).toHaveLength(2);
  });

  it("asks again after a whole offer was taken", async () => {
    await offer("Please let me k", "now");
    goOn("Please let me know");
    expect(shown).toBeNull();
    rest();
    expect(asked.at(-1)?.text).toBe("Please let me know");
  });

  it("stays quiet after Esc until the next word", async () => {
    await offer("Please let me k", "now");
    expect(controller.dismiss()).toBe(true);
    expect(shown).toBeNull();
    expect(controller.dismiss()).toBe(false);
    goOn("Please let me ke");
    rest();
    expect(asked).toHaveLength(1);
    goOn("Please let me ke ");
    rest();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ["what was pasted", `Hello ${"x".repeat(61)}`, 61, undefined],
    ["what was deleted", "Hello", -1, undefined],
    ["a very long text", `${"long ".repeat(4001)}a`, 1, undefined],
    ["spaces only", "   ", 1, undefined],
    ["the middle of a line", "Hello there", 1, 5],
  ])("offers nothing after %s", (_, text, typed, caret) => {
    if (typed < 0) controller.holds(`${text}x`);
    else if (caret === undefined) controller.holds(text.slice(0, -typed));
    else controller.holds(text.slice(0, caret - 1) + text.slice(caret));
    goOn(text, caret);
    rest();
    expect(asked).toHaveLength(0);
  });

  it("offers at the end of a line that others follow", async () => {
    const text = "Hi Anna,\nThank yo\nBest, Tom";
    const caret = "Hi Anna,\nThank yo".length;
    controller.holds(text.slice(0, caret - 1) + text.slice(caret));
    goOn(text, caret);
    rest();
    expect(asked.map(({ text: before }) => before)).toEqual(["Hi Anna,\nThank yo"]);
  });

  it("drops the offer with a selection, when interrupted, and when the text was replaced", async () => {
    await offer("Please let me k", "now");
    controller.interrupt();
    expect(shown).toBeNull();
    await offer("Please let me k", "now");
    controller.holds("Another text");
    expect(shown).toBeNull();
    await offer("Please let me k", "now");
    controller.changed({ text: "Please let me kn", start: 2, end: 5 });
    expect(shown).toBeNull();
    expect(controller.take("all")).toBeNull();
  });

  it("offers a word less where the last has no room", async () => {
    await offer("Please let me k", "now if you can");
    controller.shorten();
    expect(shown).toBe("now if you");
    for (let count = 0; count < 3; count += 1) controller.shorten();
    expect(shown).toBeNull();
  });
});
