import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InferenceError } from "../../core/errors";
import { checkOwnPattern } from "./compile-own-pattern";
import { detectPatterns } from "./detect-patterns";
import {
  type Detector,
  detectPrivate,
  dictionaryDetector,
  ownPatternDetector,
  patternDetector,
} from "./detect-private";

const options = () => ({ signal: new AbortController().signal, timeoutMs: 60_000 });

async function found(text: string, detectors: readonly Detector[]): Promise<string[]> {
  const [spans = []] = await detectPrivate([text], detectors, { ...options(), required: [] });
  return spans.map(({ start, end, label }) => `${label}: ${text.slice(start, end)}`);
}

async function codeOf(running: Promise<unknown>): Promise<string> {
  const thrown = await running.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof InferenceError ? thrown.code : "none";
}

describe("detection in layers", () => {
  it("merges what all find and names the layer", async () => {
    const texts = ["Ask Ann Lee, ann@lee.org, about Bluebird", "nothing"];
    const tagger: Detector = {
      id: "tagger",
      find: async (given) =>
        given.map((text) =>
          text.startsWith("Ask") ? [{ start: 4, end: 11, label: "person", score: 0.9 }] : [],
        ),
    };
    const dictionary = dictionaryDetector([{ text: "bluebird", label: "project" }]);
    const spans = await detectPrivate(texts, [patternDetector(), tagger, dictionary], options());
    expect(spans).toEqual([
      [
        { start: 4, end: 11, label: "person", score: 0.9, layer: "tagger" },
        { start: 13, end: 24, label: "email", score: 0.98, layer: "pattern" },
        { start: 32, end: 40, label: "project", score: 1, layer: "dictionary" },
      ],
      [],
    ]);
  });

  const broken: [string, Detector["find"]][] = [
    ["throws", () => Promise.reject(new Error("no model"))],
    [
      "throws at once",
      () => {
        throw new Error("no model");
      },
    ],
    ["never answers", () => new Promise(() => undefined)],
    ["leaves a text out", async (texts) => texts.slice(1).map(() => [])],
    ["answers with nothing", async () => undefined as never],
    ["gives a stretch outside the text", async () => [[{ start: 0, end: 99, label: "x", score: 1 }], []]],
    [
      "gives a stretch that is no number",
      async () => [[{ start: Number.NaN, end: 1, label: "x", score: 1 }], []],
    ],
  ];
  it.each(broken)("fails closed when a detector %s", async (_, find) => {
    const running = detectPrivate(["some text", "more"], [patternDetector(), { id: "tagger", find }], {
      ...options(),
      timeoutMs: 20,
    });
    expect(await codeOf(running)).toBe("detector-failed");
  });

  it("fails closed when a layer is missing", async () => {
    expect(await codeOf(detectPrivate(["a"], [], options()))).toBe("detector-failed");
    const running = detectPrivate(["a"], [patternDetector()], {
      ...options(),
      required: ["pattern", "tagger"],
    });
    expect(await codeOf(running)).toBe("detector-failed");
  });

  it("stops when it is told to, and tells its detectors", async () => {
    const controller = new AbortController();
    let told = false;
    const slow: Detector = {
      id: "tagger",
      find: (_, signal) => new Promise(() => signal.addEventListener("abort", () => (told = true))),
    };
    const running = detectPrivate(["a"], [patternDetector(), slow], {
      ...options(),
      signal: controller.signal,
    });
    controller.abort();
    expect(await codeOf(running)).toBe("cancelled");
    expect(told).toBe(true);
    expect(
      await codeOf(detectPrivate(["a"], [patternDetector()], { ...options(), signal: controller.signal })),
    ).toBe("cancelled");
  });

  it("gives up a long text when its time is over, and finds in turns what it finds at once", async () => {
    const text = "Write to ann@lee.org about **4111** 1111 1111 1111, please.\n".repeat(2000);
    const running = detectPrivate([text.repeat(5)], [patternDetector()], { ...options(), timeoutMs: 1 });
    expect(await codeOf(running)).toBe("detector-failed");
    const [spans] = await detectPrivate([text], [patternDetector()], options());
    expect(spans).toEqual(detectPatterns(text));
  });

  it("finds the same in a text whatever texts come with it", async () => {
    const texts = fc.array(
      fc.oneof(fc.string(), fc.constantFrom("ann@lee.org", "4111 1111 1111 1111", "Bluebird")),
    );
    const detectors = [patternDetector(), dictionaryDetector([{ text: "Bluebird", label: "project" }])];
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const together = await detectPrivate(given, detectors, options());
        const apart = await Promise.all(given.map((text) => detectPrivate([text], detectors, options())));
        expect(together).toEqual(apart.flat());
      }),
    );
  });
});

describe("the dictionary", () => {
  const dictionary = dictionaryDetector([
    { text: "Blue Bird", label: "project" },
    { text: "Zoë", label: "person" },
    { text: "C++", label: "skill" },
    { text: "張偉", label: "person" },
    { text: "bird", label: "animal" },
    { text: " ", label: "nothing" },
  ]);
  it.each([
    ["the BLUE BIRD flies", ["project: BLUE BIRD"]],
    ["the blue\n  bird flies", ["project: blue\n  bird"]],
    ["the ｂｌｕｅ b\u200bird", ["project: ｂｌｕｅ b\u200bird"]],
    ["Zoe\u0308's and ZOË", ["person: Zoe\u0308", "person: ZOË"]],
    ["C++ and c++, C", ["skill: C++", "skill: c++"]],
    ["我認識張偉先生", ["person: 張偉"]],
    ["birds of blackbird", []],
    ["a bird", ["animal: bird"]],
  ])("finds in %j", async (text, expected) => {
    expect(await found(text, [dictionary])).toEqual(expected);
  });
});

describe("own expressions", () => {
  it.each([
    ["case KD-12345, kd-1", "KD-\\d+", ["case: KD-12345"]],
    ["case kd-12345", "(?i)KD-\\d+", ["case: kd-12345"]],
    ["case ＫＤ-１２", "KD-\\d+", ["case: ＫＤ-１２"]],
  ])("are found in %j", async (text, expression, expected) => {
    expect(await found(text, [ownPatternDetector([{ expression, label: "case" }])])).toEqual(expected);
  });

  it.each([
    ["", "empty"],
    ["(", "invalid"],
    ["[z-a]", "invalid"],
    ["(?<=a)b", "unsupported"],
    ["(a)\\1", "unsupported"],
    ["a{5000}", "too-large"],
    ["(a{900}){900}", "too-large"],
    ["x*", "matches-nothing"],
    ["a".repeat(1001), "too-long"],
  ])("say what is wrong with %j", async (expression, problem) => {
    expect((await checkOwnPattern(expression))?.problem).toBe(problem);
    expect(await codeOf(found("a", [ownPatternDetector([{ expression, label: "x" }])]))).toBe(
      "detector-failed",
    );
  });

  it.each(["(a+)+$", "(a|aa)+b", "(?:a.*z|a)", "(.*)*x", "([a-z]+)*\\d"])(
    "come to an end on a long text: %s",
    async (expression) => {
      const started = performance.now();
      await codeOf(found("a".repeat(100_000), [ownPatternDetector([{ expression, label: "x" }])]));
      expect(performance.now() - started).toBeLessThan(20_000);
    },
  );
});
