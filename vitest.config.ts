import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", "module", "import", "default"] },
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.mjs"],
    // Generous, for shared machines: loading a model takes a tenth of it on an idle one.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    pool: "forks",
  },
});
