import { describe, expect, it } from "vitest";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { createLanguageModelHandler } from "./language-model-handler";
import { exampleModel, exampleRequest } from "./test-support/example";
import { greedyIds, loadForTest } from "./test-support/greedy-ids";
import { openNodeSession } from "./test-support/node-open-session";
import { HAS_SHARED_MODELS, readReferences, readSharedModel } from "./test-support/shared-models";
import { storeModel } from "./test-support/store-model";

/** The references stop here when the model did not end by itself. */
const REFERENCE_TOKENS = 400;

// More models where they lie beside the repository; the one that ships is held to its reference in `writer.test.ts`.
describe.skipIf(!HAS_SHARED_MODELS)("real models beside the repository", { timeout: 180_000 }, () => {
  for (const name of ["stories260K", "stories260K-gqa"]) {
    const model = exampleModel(`http://127.0.0.1/${name}`);

    async function store(): Promise<CacheStorage> {
      const caches = createMemoryCaches();
      await storeModel(model, readSharedModel(name), caches);
      return caches;
    }

    it(`${name} gives the ids that llama2.c gives, whether the prompt is read at once or in steps`, async () => {
      const loaded = await loadForTest(model, await store());
      for (const reference of readReferences()) {
        const prompt = loaded.tokenizer.encode(reference.prompt, true);
        const bos = prompt.slice(0, 1);
        const ids = await greedyIds(loaded, prompt, REFERENCE_TOKENS + 1);
        expect(ids).toEqual([...bos, ...reference.ids]);
        if (prompt.length < 4) continue;
        const steps = [1, 2, prompt.length - 3];
        expect(await greedyIds(loaded, prompt, 60, steps)).toEqual(ids.slice(0, 60));
      }
      await loaded.opened.session.release();
    });

    it(`${name} writes the text that llama2.c writes`, async () => {
      const caches = await store();
      const handler = createLanguageModelHandler({
        openSession: openNodeSession,
        caches,
      });
      let compared = 0;
      for (const { prompt, ids, text } of readReferences()) {
        // An empty prompt is refused, and llama2.c prints no letters outside ASCII; their ids are compared above.
        if (prompt === "" || !text.startsWith(prompt)) continue;
        compared += 1;
        let answer = "";
        const request = exampleRequest(prompt, { params: { maxOutputTokens: REFERENCE_TOKENS } });
        for await (const event of handler.run(request, model, new AbortController().signal)) {
          if (event.type === "text-delta") answer += event.text;
          if (event.type !== "end") continue;
          const { inputTokens = 0, outputTokens = 0 } = event.usage;
          if (ids.length < REFERENCE_TOKENS) {
            expect(event.finishReason).toBe("stop");
            expect(inputTokens - 1 + outputTokens).toBe(ids.length);
            expect(prompt + answer).toBe(text);
          } else {
            expect((prompt + answer).slice(0, text.length)).toBe(text);
          }
        }
      }
      expect(compared).toBeGreaterThanOrEqual(6);
      await handler.unload();
    });
  }
});
