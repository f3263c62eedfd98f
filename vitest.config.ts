import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", "module", "import", "default"] },
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.mjs"],
    testTimeout: 30_000,
    pool: "forks",
  },
});
