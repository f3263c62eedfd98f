import { afterEach, describe, expect, it } from "vitest";
import type { Message } from "../../core/request";
import { tinyTokenizer } from "../shared/test-support/tiny-tokenizer";
import { createTextTokenizer } from "../shared/text-tokenizer";
import { CACHE_NAMES } from "./model-files";
import { promptParts } from "./prompt-counter";
import { type Stand, startStand } from "./test-support/stand";

/** As the package's own models of the ChatML family have it. */
const CHATML = {
  system_template: "<|im_start|>system\n{system_message}<|im_end|>\n",
  system_message: "You are a helpful assistant.",
  roles: { user: "<|im_start|>user", assistant: "<|im_start|>assistant" },
  role_templates: { user: "{user_message}", assistant: "{assistant_message}" },
  role_content_sep: "\n",
  role_empty_sep: "\n",
  seps: ["<|im_end|>\n"],
};
const MESSAGES: readonly Message[] = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Hello {user_message} $& there" },
  { role: "assistant", content: "Hi" },
  { role: "user", content: "Bye" },
];

let stand: Stand | null = null;
afterEach(async () => {
  await stand?.host.close();
  stand = null;
});

/** A stand whose model has a real tokenizer and a template. */
async function startCountingStand(template: unknown, files = ["tokenizer.json"]): Promise<Stand> {
  stand = await startStand();
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const { files: served } = stand.host;
  served.set("tokenizer.json", json(tinyTokenizer()));
  served.set(
    "mlc-chat-config.json",
    json({ tokenizer_files: files, context_window_size: 2048, conv_template: template }),
  );
  await stand.download();
  return stand;
}

const live = () => ({ signal: new AbortController().signal });

describe("promptParts", () => {
  it("writes each turn as the library does: system text, turns with their separators, the head of the answer", () => {
    const messages = MESSAGES.map(({ role, content }) => ({ role, content }) as never);
    expect(promptParts(messages, CHATML, false)).toEqual([
      "<|im_start|>system\nBe brief.<|im_end|>\n",
      "<|im_start|>user\nHello {user_message} $& there<|im_end|>\n",
      "<|im_start|>assistant\nHi<|im_end|>\n",
      "<|im_start|>user\nBye<|im_end|>\n",
      "<|im_start|>assistant\n",
    ]);
    expect(promptParts(messages, CHATML, true).at(-1)).toBe("<|im_start|>assistant\n<think>\n\n</think>\n\n");
  });

  it("knows the template's own system text, templates without one, alternating separators, and a first turn without a head", () => {
    const ask = [{ role: "user", content: "Hi" }] as never;
    expect(promptParts(ask, CHATML, false)[0]).toContain("You are a helpful assistant.");
    const bare = {
      system_template: "{system_message}",
      system_message: "",
      render_empty_system_message: false,
      roles: { user: "U", assistant: "A" },
      role_content_sep: ": ",
      role_empty_sep: ":",
      seps: [" ", "</s>"],
    };
    const turns = [
      { role: "user", content: "one" },
      { role: "assistant", content: "two" },
      { role: "user", content: "three" },
    ] as never;
    expect(promptParts(turns, bare, false)).toEqual(["U: one ", "A: two</s>", "U: three ", "A:"]);
    const headless = { ...bare, system_message: "S ", add_role_after_system_message: false };
    expect(promptParts(turns, headless, false).slice(0, 2)).toEqual(["S ", "one "]);
  });
});

describe("countTokens", () => {
  it("counts by the model's own tokenizer from the caches: no GPU, no library, no request", async () => {
    const { createEngine, model, host, library } = await startCountingStand(CHATML);
    const engine = createEngine();
    const size = await engine.countTokens?.(MESSAGES.slice(0, 2), model, live());
    const tokenizer = createTextTokenizer(tinyTokenizer(), {});
    const expected = [
      "<|im_start|>system\nBe brief.<|im_end|>\n",
      // As a run sends it, with the library's placeholders broken.
      "<|im_start|>user\nHello {\u2060user_message} $\u2060& there<|im_end|>\n",
      "<|im_start|>assistant\n",
    ].reduce((sum, part) => sum + tokenizer.encode(part, false).length, 0);
    expect(size).toEqual({ tokens: expected, contextWindow: 4096 });
    expect(host.requests()).toEqual([]);
    expect(library.log.configs).toEqual([]);
    await engine.unload();
  });

  it("takes the window of the model's config where the record names none", async () => {
    const { createEngine, model } = await startCountingStand(CHATML);
    const { contextWindow: _, ...custom } = model;
    const size = await createEngine().countTokens?.(MESSAGES, custom, live());
    expect(size?.contextWindow).toBe(2048);
  });

  it("fails without ending the worker where there is nothing to count with", async () => {
    const { createEngine, model, caches, host, workers } = await startCountingStand(CHATML);
    const engine = createEngine();
    await (await caches.open(CACHE_NAMES.model)).delete(`${host.url}/resolve/main/tokenizer.json`);
    await expect(engine.countTokens?.(MESSAGES, model, live())).rejects.toMatchObject({
      code: "model-load-failed",
    });
    await (await caches.open(CACHE_NAMES.config)).delete(`${host.url}/resolve/main/mlc-chat-config.json`);
    await expect(engine.countTokens?.(MESSAGES, model, live())).rejects.toMatchObject({
      code: "model-not-downloaded",
    });
    expect(workers).toHaveLength(1);
    expect(workers[0]?.isTerminated).toBe(false);
  });
});
