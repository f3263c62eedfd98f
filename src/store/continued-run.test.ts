import { describe, expect, it } from "vitest";
import type { InferenceRequest } from "../core/request";
import { answerText, type Run } from "../core/run";
import { canContinue, continuedRequest, partsBefore } from "./continued-run";
import { newRun } from "./runs-slice";

const request: InferenceRequest = {
  id: "one",
  task: "prompt",
  text: "Tell me about tea.",
  options: {},
  messages: [{ role: "user", content: "Tell me about tea." }],
  attachments: [],
  params: {},
  sensitivity: "sensitive",
  output: "text",
};

function brokenRun(change: Partial<Run> = {}): Run {
  return {
    ...newRun(request, { groupId: "g", createdAt: 1, location: "cloud" }),
    status: "failed",
    text: "Tea is a",
    answeredBy: { location: "cloud", modelId: "m", modelLabel: "Model" },
    ...change,
  };
}

describe("an answer that broke off", () => {
  it("can go on only as text of which some was written", () => {
    expect(canContinue(brokenRun())).toBe(true);
    expect(canContinue(brokenRun({ text: "" }))).toBe(false);
    expect(canContinue(brokenRun({ status: "done" }))).toBe(false);
    expect(canContinue(brokenRun({ request: { ...request, output: "edits" } }))).toBe(false);
  });

  it("is asked for with what was written as the assistant's turn, and stays as private as it was", () => {
    const next = continuedRequest(brokenRun(), "two");
    expect(next.id).toBe("two");
    expect(next.sensitivity).toBe("sensitive");
    expect(next.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(next.messages[1]?.content).toBe("Tea is a");
  });

  it("keeps attachments with the message they came with", () => {
    const image = {
      type: "image" as const,
      name: "a.png",
      mimeType: "image/png",
      data: "",
      width: 1,
      height: 1,
      bytes: 1,
      detail: "auto" as const,
    };
    const next = continuedRequest(brokenRun({ request: { ...request, attachments: [image] } }), "two");
    expect(next.messages.map(({ attachmentCount }) => attachmentCount)).toEqual([1, undefined, undefined]);
  });

  it("gives a model that only goes on with texts one text", () => {
    const text = "The kettle was";
    const run = brokenRun({ request: { ...request, task: "continue", text }, text: " on the stove" });
    expect(continuedRequest(run, "two").text).toBe("The kettle was on the stove");
  });

  it("is one answer with every part, however often it broke off", () => {
    const second = brokenRun({ continues: partsBefore(brokenRun()), text: " drink" });
    const third = brokenRun({ continues: partsBefore(second), text: " of leaves." });
    expect(answerText(third)).toBe("Tea is a drink of leaves.");
    expect(third.continues).toHaveLength(2);
  });
});
