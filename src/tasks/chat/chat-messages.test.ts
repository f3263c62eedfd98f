import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Message } from "../../core/request";
import { chatMessages } from "./chat-messages";

const turns = fc.array(
  fc.record<Message>({
    role: fc.constantFrom("user" as const, "assistant" as const),
    content: fc.oneof(fc.constant(""), fc.constant(" \n"), fc.string()),
  }),
);

describe("chatMessages", () => {
  it("goes by turns from the person on, whatever is missing, and loses no word of theirs", () => {
    fc.assert(
      fc.property(fc.string(), turns, (instructions, all) => {
        const messages = chatMessages(instructions, all);
        const said = messages.filter(({ role }) => role !== "system");
        said.forEach(({ role }, index) => {
          expect(role).toBe(index % 2 === 0 ? "user" : "assistant");
        });
        expect(messages.length - said.length).toBe(instructions.trim() === "" ? 0 : 1);
        const words = said.map(({ content }) => content).join("\n\n");
        for (const { role, content } of all)
          if (role === "user" && content.trim() !== "") expect(words).toContain(content);
      }),
    );
  });

  it("leaves a conversation that is in order as it is", () => {
    const all: Message[] = [
      { role: "user", content: "one" },
      { role: "assistant", content: "first" },
      { role: "user", content: "two" },
    ];
    expect(chatMessages("", all)).toEqual(all);
    expect(chatMessages("Be brief.", all)).toEqual([{ role: "system", content: "Be brief." }, ...all]);
  });

  it("keeps what is attached with its message, also one without words or joined to another", () => {
    const turns: Message[] = [
      { role: "user", content: "", attachmentCount: 1 },
      { role: "user", content: "two", attachmentCount: 2 },
    ];
    expect(chatMessages("", turns)).toEqual([{ role: "user", content: "two", attachmentCount: 3 }]);
  });
});
