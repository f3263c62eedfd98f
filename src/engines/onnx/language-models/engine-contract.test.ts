import type { Engine } from "../../../core/engine";
import { describeEngineContract } from "../../shared/test-support/describe-engine-contract";
import { startInProcessWorker } from "../../shared/test-support/in-process-worker";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { createWorkerClient } from "../../shared/worker-client";
import { hostWorker } from "../../shared/worker-host";
import { createLanguageModelHandler } from "./language-model-handler";
import { lookUpStored } from "./model-store";
import { exampleModel, exampleRequest } from "./test-support/example";
import { openNodeSession } from "./test-support/node-open-session";
import { storeModel } from "./test-support/store-model";
import { tinyDecoder } from "./test-support/tiny-decoder";

const MODEL = exampleModel("http://127.0.0.1:9/tiny");

/** The handler in a worker, and around it only what an engine must add. */
function createEngine(caches: CacheStorage): Engine {
  const client = createWorkerClient({
    engine: "onnx",
    createWorker: () =>
      startInProcessWorker((scope) =>
        hostWorker(scope, () =>
          createLanguageModelHandler({
            openSession: openNodeSession,
            caches,
          }),
        ),
      ),
    init: null,
  });
  return {
    id: "onnx",
    location: "local",
    async availability(model) {
      const { isComplete } = await lookUpStored(model, caches);
      return isComplete ? { state: "ready" } : { state: "downloadable", downloadBytes: model.downloadBytes };
    },
    run: client.run,
    prepare: client.prepare,
    unload: client.unload,
  };
}

describeEngineContract("ONNX language models", async () => {
  const caches = createMemoryCaches();
  await storeModel(MODEL, tinyDecoder(), caches);
  return {
    createEngine: () => createEngine(caches),
    model: MODEL,
    request: exampleRequest("Hello there", { params: { maxOutputTokens: 24 } }),
    failing: {
      model: { ...MODEL, id: "onnx/absent", quantization: "q4" },
      request: exampleRequest("Hello there"),
      code: "model-not-downloaded",
    },
    overlap: "serialised",
  };
});
