/**
 * Measures the app against bare references in one run of headless Chromium and prints ratios: see README.md.
 *   npm run bench
 *   npm run bench -- --json figures.json --only decode,routing --transformers FOLDER
 */
import "../scripts/require-node.mjs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { buildIfNeeded } from "../scripts/build-if-needed.mjs";

buildIfNeeded();
const { module } = await runnerImport(fileURLToPath(new URL("main.ts", import.meta.url)), {
  configFile: false,
  logLevel: "error",
});
// A part that was given up may still be waiting for its page.
process.exit(await module.runBench(process.argv.slice(2)));
