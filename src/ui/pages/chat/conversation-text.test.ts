import { describe, expect, it } from "vitest";
import type { Turn } from "../../../core/conversation";
import { exampleRun } from "../../../platform/storage/test-support/example-run";
import { conversationFileName, conversationText } from "./conversation-text";

describe("a conversation as a file", () => {
  it("says who said what, with the instructions and the model, what was written before a seam too, and leaves thinking out", () => {
    const place = { conversationId: "c", parentId: null };
    const path: Turn[] = [
      { ...place, id: "u", order: 0, role: "user", createdAt: 0, text: "What is it?", sensitive: false },
      { ...place, id: "a", order: 1, role: "assistant", run: exampleRun() },
    ];
    expect(conversationText("It", { id: "p", name: "P", text: "Be brief." }, path)).toBe(
      "# It\n\nInstructions: Be brief.\n\n## You\n\nWhat is it?\n\n## Answer (Cloud, GPT-6 luna)\n\nA A cat.\n",
    );
  });

  it("has a name that every system takes", () => {
    expect(conversationFileName("../A: “trip” to Zürich?")).toBe("a-trip-to-zürich.md");
    expect(conversationFileName("???")).toBe("conversation.md");
  });
});
