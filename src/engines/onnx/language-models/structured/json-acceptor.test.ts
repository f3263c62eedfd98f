import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TASK_IDS } from "../../../../core/task";
import { acceptJson, closeJson, forcedJson, type JsonState, startJson } from "./json-acceptor";
import { readShape } from "./json-shape";
import { anySchema, fits, valueFor } from "./test-support/schemas";

function start(schema: unknown): JsonState {
  const shape = readShape(schema);
  if (shape === null) throw new Error(`not understood: ${JSON.stringify(schema)}`);
  return startJson(shape);
}

/** Signs that matter to JSON, and some that do not. */
const SIGNS = [...'{}[]:,"\\-0123456789.eE+ \n\ttruefalsnk', "ä", "\u2028", "\uD83D", "/", "b"];

/** Writes what chance and the acceptor want: at each step one of the signs that it accepts. */
function wander(from: JsonState, choices: readonly number[]): { text: string; state: JsonState } {
  let state = from;
  let text = "";
  for (const choice of choices) {
    const open = SIGNS.flatMap((sign) => {
      const next = acceptJson(state, sign);
      return next === undefined ? [] : [{ sign, next }];
    });
    const forced = forcedJson(state);
    const picked =
      forced === "" ? open[choice % open.length] : { sign: forced, next: acceptJson(state, forced) ?? null };
    if (picked === undefined) break;
    state = picked.next;
    text += picked.sign;
  }
  return { text, state };
}

describe("a JSON acceptor", () => {
  it("ends any beginning that it accepts as JSON that fits the schema", () => {
    fc.assert(
      fc.property(anySchema, fc.array(fc.nat(), { maxLength: 80 }), (schema, choices) => {
        const { text, state } = wander(start(schema), choices);
        const whole = text + closeJson(state);
        expect(fits(JSON.parse(whole), schema), whole).toBe(true);
        // The ending is accepted too, and ends everything.
        const ended = acceptJson(state, closeJson(state));
        expect(ended).not.toBeUndefined();
        expect(closeJson(ended ?? null)).toBe("");
      }),
      { numRuns: 2000 },
    );
  });

  it("accepts every value that fits, written densely or with breaks and indents", () => {
    const pair = anySchema.chain((schema) => fc.tuple(fc.constant(schema), valueFor(schema)));
    fc.assert(
      fc.property(pair, fc.constantFrom(0, 1, 2), ([schema, value], indent) => {
        fc.pre(indent === 0 || JSON.stringify(value, null, indent).match(/\n {11,}/) === null);
        const text = JSON.stringify(value, null, indent);
        const state = acceptJson(start(schema), text);
        expect(state, text).not.toBeUndefined();
        expect(closeJson(state ?? null)).toBe("");
      }),
      { numRuns: 1000 },
    );
  });

  it("accepts in pieces what it accepts at once, and refuses what is no JSON of the schema", () => {
    fc.assert(
      fc.property(
        anySchema,
        fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 30 }),
        (schema, text) => {
          const whole = acceptJson(start(schema), text);
          let piecewise: JsonState | undefined = start(schema);
          for (const sign of text) if (piecewise !== undefined) piecewise = acceptJson(piecewise, sign);
          expect(piecewise).toEqual(whole);
          if (whole === null) expect(fits(JSON.parse(text), schema)).toBe(true);
        },
      ),
    );
  });

  it("knows what must come next, up to the first choice", () => {
    const edits = {
      type: "object",
      properties: {
        edits: { type: "array", items: { type: "object", properties: { original: { type: "string" } } } },
      },
    };
    const from = start(edits);
    expect(forcedJson(from)).toBe('{"edits":[');
    const inList = acceptJson(from, '{"edits":[');
    expect(forcedJson(inList ?? null)).toBe("");
    expect(forcedJson(acceptJson(inList ?? null, "{") ?? null)).toBe('"original":"');
    expect(forcedJson(acceptJson(inList ?? null, '{"original":"a"') ?? null)).toBe("}");
    expect(forcedJson(start({ enum: ["spelling", "style"] }))).toBe('"s');
  });

  it("refuses endless white space and numbers that overflow", () => {
    const list = start({ type: "array", items: { type: "number" } });
    expect(acceptJson(list, `[${" ".repeat(12)}1`)).not.toBeUndefined();
    expect(acceptJson(list, `[${" ".repeat(13)}`)).toBeUndefined();
    expect(acceptJson(list, `[${"9".repeat(400)}`)).toBeUndefined();
    expect(acceptJson(list, "[1e999")).toBeUndefined();
  });
});

describe("readShape", () => {
  it("understands the schema of every task that has one", async () => {
    const { taskDefinition } = await import("../../../../tasks");
    let schemas = 0;
    for (const id of TASK_IDS) {
      const format = taskDefinition(id).params({ text: "Hello.", options: {} }).responseFormat;
      if (format === undefined) continue;
      schemas += 1;
      expect(readShape(format.schema), id).not.toBeNull();
    }
    expect(schemas).toBeGreaterThan(5);
  });

  it.each([
    ["a keyword it does not know", { type: "string", pattern: "^a" }],
    ["a choice of schemas", { anyOf: [{ type: "string" }] }],
    ["a required key without a schema", { type: "object", properties: {}, required: ["a"] }],
    ["numbers of which one may begin another", { enum: [1, 12] }],
    ["no type", {}],
    ["what is no schema", "string"],
  ])("promises nothing for %s", (_, schema) => {
    expect(readShape(schema)).toBeNull();
  });
});
