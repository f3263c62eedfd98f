import { beforeAll, describe, expect, it } from "vitest";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { createCompleter } from "./complete/completer";
import { startDecoder } from "./decoder";
import type { LanguageModel } from "./language-model";
import { createLanguageModelHandler } from "./language-model-handler";
import { exampleModel, exampleRequest } from "./test-support/example";
import { greedyIds, loadForTest } from "./test-support/greedy-ids";
import { openNodeSession } from "./test-support/node-open-session";
import { storeModel } from "./test-support/store-model";
import { readWriterSample, writerFiles } from "./test-support/writer-files";

const MODEL = exampleModel("http://127.0.0.1/writer");
const NEVER = new AbortController().signal;

let model: LanguageModel;

beforeAll(async () => {
  const caches = createMemoryCaches();
  await storeModel(MODEL, writerFiles(), caches);
  model = await loadForTest(MODEL, caches);
});

const newDecoder = () => startDecoder(model.opened, model.graph, model.config, model.contextWindow);

describe("the language model that ships", () => {
  it("cuts texts into the tokens that training cut them into, and puts them together again", () => {
    for (const { text, ids } of readWriterSample().tokens) {
      expect(model.tokenizer.encode(text, false), text).toEqual(ids);
      expect(model.tokenizer.decode(ids)).toBe(text);
    }
  });

  it("goes on token for token as torch does with the rounded weights, whatever steps it reads in", async () => {
    for (const { prompt, ids } of readWriterSample().continuations) {
      const start = model.tokenizer.encode(prompt, true);
      expect(await greedyIds(model, start, ids.length), prompt).toEqual(ids);
      expect(await greedyIds(model, start, ids.length, [1, start.length - 1]), prompt).toEqual(ids);
    }
  });

  it("writes as a run what torch writes, with the figures of a run", async () => {
    const caches = createMemoryCaches();
    const files = writerFiles();
    // Its settings are for varied text: they keep words from coming twice.
    files.delete("generation_config.json");
    await storeModel(MODEL, files, caches);
    const handler = createLanguageModelHandler({ openSession: openNodeSession, caches });
    for (const { prompt, ids } of readWriterSample().continuations.slice(0, 4)) {
      const start = model.tokenizer.encode(prompt, true).length;
      const request = exampleRequest(prompt, {
        params: { temperature: 0, maxOutputTokens: ids.length - start },
      });
      let answer = "";
      for await (const event of handler.run(request, MODEL, NEVER)) {
        if (event.type === "text-delta") answer += event.text;
        if (event.type === "end") {
          expect(event.usage).toMatchObject({ inputTokens: start, outputTokens: ids.length - start });
        }
      }
      expect(answer).toBe(model.tokenizer.decode(ids.slice(start)));
    }
    await handler.unload();
  });

  it("comes back to a mark as if nothing had been read after it", async () => {
    const ids = model.tokenizer.encode("Thank you for your help with the report", true);
    const fresh = newDecoder();
    const expected = Array.from(await fresh.read(ids));
    fresh.dispose();
    const decoder = newDecoder();
    await decoder.read(ids.slice(0, 4));
    decoder.keep();
    await decoder.read([300, 301, 302]);
    decoder.rewind();
    const scores = await decoder.read(ids.slice(4));
    for (const [index, score] of scores.entries()) expect(score).toBeCloseTo(expected[index] ?? 0, 3);
    decoder.dispose();
  });

  it("completes alike whether the text came at once or key by key", async () => {
    const text = "Thank you very much for your help. Please let me know if you have any ques";
    const rule = { leastProbability: 0.02, leastCharacters: 2 };
    const typing = createCompleter({ tokenizer: model.tokenizer, startDecoder: newDecoder, rule });
    let typed = await typing.complete("Something else", NEVER);
    for (let end = 1; end <= text.length; end += 1) typed = await typing.complete(text.slice(0, end), NEVER);
    const pasting = createCompleter({ tokenizer: model.tokenizer, startDecoder: newDecoder, rule });
    const pasted = await pasting.complete(text, NEVER);
    expect(typed?.text).toBe(pasted?.text);
    expect(typed?.probability).toBeCloseTo(pasted?.probability ?? -1, 3);
    expect(pasted?.text).toMatch(/^tions/);
    typing.dispose();
    pasting.dispose();
  });

  it("offers nothing in another language, in a number, and in an empty box", async () => {
    const rule = { leastProbability: 0.01, leastCharacters: 1 };
    const completer = createCompleter({ tokenizer: model.tokenizer, startDecoder: newDecoder, rule });
    const german = "Vielen Dank für Ihre Nachricht. Bitte teilen Sie uns mit, wann das Treffen statt";
    for (const text of [german, "Спасибо за ваше письмо, мы", "It costs 1", "", " ", "\n\n"]) {
      expect(await completer.complete(text, NEVER), text).toBeNull();
    }
    expect(await completer.complete("Thank you for your mes", NEVER)).not.toBeNull();
    completer.dispose();
  });
});
