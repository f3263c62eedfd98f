// Adds to each prompt what the application reads of it: its counted features and its words.
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const FOLDER = fileURLToPath(new URL("../../src/routing/difficulty/", import.meta.url));
const { module: counted } = await runnerImport(`${FOLDER}prompt-features.ts`);
const { module: asked } = await runnerImport(`${FOLDER}asked-words.ts`);

process.stdout.write(`${JSON.stringify({ names: counted.FEATURE_NAMES })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { text, ...known } = JSON.parse(line);
  const features = counted.promptFeatures(text);
  const words = asked.askedWords(text);
  process.stdout.write(`${JSON.stringify({ ...known, characters: text.length, features, words })}\n`);
}
