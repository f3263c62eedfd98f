// Scores prompts by difficulty with the code that the application runs.
//   npm run -s router:score < prompts.jsonl > scores.jsonl
// Reads lines {"id", "prompt"} and writes lines {"id", "score"}, in the same order; a higher score means that the prompt
// needs the strong side more. A line without a usable prompt is named on stderr and scored as an empty prompt; a line
// without an id gets its line number. Blank lines are skipped. Ends with 1 only when input or output themselves fail.
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const { module } = await runnerImport(
  fileURLToPath(new URL("../src/routing/difficulty/difficulty.ts", import.meta.url)),
  { logLevel: "error" },
);

/** The id and the prompt of a line, and what is wrong with it. */
function readLine(line, number) {
  const problems = [];
  let row = null;
  try {
    row = JSON.parse(line);
  } catch {
    problems.push("is not JSON");
  }
  const isObject = typeof row === "object" && row !== null && !Array.isArray(row);
  if (problems.length === 0 && !isObject) problems.push("is not an object");
  const { id, prompt } = isObject ? row : {};
  const hasId = typeof id === "string" || typeof id === "number";
  if (isObject && !hasId) problems.push("has no id, so its line number stands for it");
  const text = readPrompt(prompt);
  if (isObject && text === null) problems.push("has no prompt that is text");
  return { id: hasId ? id : number, text: text ?? "", problems };
}

/** Text, or the turns of the user of a conversation. */
function readPrompt(prompt) {
  if (typeof prompt === "string") return prompt;
  if (!Array.isArray(prompt)) return null;
  const turns = prompt
    .map((turn) => (typeof turn === "string" ? turn : turn?.role === "user" ? turn.content : null))
    .filter((turn) => typeof turn === "string");
  return turns.length > 0 ? turns.join("\n\n") : null;
}

/** The lines of stdin. Only a line feed ends one: a prompt may hold the other separators of Unicode. */
async function* linesOfInput() {
  let parts = [];
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    const pieces = chunk.split("\n");
    for (const piece of pieces.slice(0, -1)) {
      yield parts.join("") + piece;
      parts = [];
    }
    parts.push(pieces.at(-1));
  }
  yield parts.join("");
}

async function write(text) {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

process.stdout.on("error", (error) => {
  // The reader has seen enough: `| head`.
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

let number = 0;
for await (const line of linesOfInput()) {
  number += 1;
  const bare = number === 1 ? line.replace(/^\ufeff/, "") : line;
  if (bare.trim() === "") continue;
  const { id, text, problems } = readLine(bare, number);
  for (const problem of problems) process.stderr.write(`line ${number} ${problem}\n`);
  await write(`${JSON.stringify({ id, score: module.difficultyOf(text).score })}\n`);
}
