/**
 * Prints how well the detectors of private text do on the set that is kept for judging them, by class:
 *   npm run -s privacy:score
 *   npm run -s privacy:score -- --missed    also what they miss and what they mark wrongly
 */
import "./require-node.mjs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const source = fileURLToPath(new URL("../src/privacy/test-support/score-held-out.ts", import.meta.url));
const set = fileURLToPath(new URL("../training/privacy/held-out.jsonl", import.meta.url));
const { module } = await runnerImport(source, { configFile: false, logLevel: "error" });
const scores = module.scoreHeldOut(set);
console.log(module.tableOf(scores));
if (process.argv.includes("--missed")) {
  for (const { label, value, text } of scores.missed)
    console.log(`missed ${label}: ${value} in ${JSON.stringify(text)}`);
  for (const { label, value, text } of scores.wrong)
    console.log(`wrong ${label}: ${value} in ${JSON.stringify(text)}`);
}
