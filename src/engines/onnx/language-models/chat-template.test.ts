import { describe, expect, it } from "vitest";
import { tinyTokenizerConfig } from "../../shared/test-support/tiny-tokenizer";
import { compileChatTemplate } from "./chat-template";

const CONVERSATION = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Hello" },
] as const;

describe("compileChatTemplate", () => {
  it("writes ChatML", () => {
    const template = compileChatTemplate(String(tinyTokenizerConfig().chat_template), {});
    expect(template.render(CONVERSATION)).toBe(
      "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n",
    );
  });

  it("knows special tokens by name and switches thinking off", () => {
    const template = compileChatTemplate(
      "{{ bos_token }}{{ messages[0].content }}{% if not enable_thinking %}<think>\n\n</think>{% endif %}",
      { bos_token: "<s>" },
    );
    expect(template.render([{ role: "user", content: "Hi" }])).toBe("<s>Hi<think>\n\n</think>");
  });

  it("moves the system text into the user's turn where the template knows no system turn", () => {
    const template = compileChatTemplate(
      "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}[{{ m.role }}]{{ m.content }}{% endfor %}",
      {},
    );
    expect(template.render(CONVERSATION)).toBe("[user]Be brief.\n\nHello");
  });

  it("lets a refusal through when there is nothing to move", () => {
    const template = compileChatTemplate("{{ raise_exception('no') }}", {});
    expect(() => template.render([{ role: "user", content: "Hi" }])).toThrow("no");
  });

  it("refuses what is no template", () => {
    expect(() => compileChatTemplate("{% if %}", {})).toThrow();
  });
});
