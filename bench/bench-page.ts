import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { createStaticServer } from "../scripts/static-server.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The bench's own page, built like the app and served under the same headers. */
export interface BenchPage {
  url: string;
  close(): Promise<void>;
}

/**
 * Builds the page into a temporary folder. `transformersFolder`: where `@huggingface/transformers` is installed; it is
 * built over this project's runtime, so that only its own code differs.
 */
export async function startBenchPage(transformersFolder: string | null): Promise<BenchPage> {
  const outDir = await mkdtemp(join(tmpdir(), "nearside-bench-"));
  const conditions = ["onnxruntime-web-use-extern-wasm", "module", "browser", "development|production"];
  const common = { configFile: false, logLevel: "error", resolve: { conditions } } as const;
  await build({
    ...common,
    root: join(ROOT, "bench/page"),
    publicDir: join(ROOT, "public"),
    worker: { format: "es" },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 8000,
      rolldownOptions: {
        input: ["index.html", "first.html"].map((name) => join(ROOT, "bench/page", name)),
      },
    },
  });
  if (transformersFolder !== null) {
    const entry = join(transformersFolder, "node_modules/@huggingface/transformers/dist/transformers.web.js");
    const runtime = join(ROOT, "node_modules/onnxruntime-web/dist/ort.wasm.min.mjs");
    await build({
      ...common,
      root: transformersFolder,
      publicDir: false,
      resolve: { conditions, alias: [{ find: /^onnxruntime-web\/webgpu$/, replacement: runtime }] },
      build: {
        outDir,
        emptyOutDir: false,
        target: "es2023",
        lib: { entry, formats: ["es"], fileName: () => "transformers.js" },
      },
    });
  }
  const server = createStaticServer(outDir);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve());
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(outDir, { recursive: true });
    },
  };
}
