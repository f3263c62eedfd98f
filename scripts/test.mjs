// Everything that must hold: `npm run check` (types, lint, import rules, dead code, build, first-load size), the
// unit tests and the end-to-end tests. All are run even if one fails; the last line counts the tests of both.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireNode } from "./require-node.mjs";
import { countPlaywright, countVitest, summarise } from "./test-counts.mjs";

requireNode();
const project = fileURLToPath(new URL("..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "nearside-tests-"));

function run(title, command, env = {}) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(process.execPath, command, {
    cwd: project,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** A report that was not written, or is no JSON, is a failure of its own. */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(reports, name), "utf8"));
  } catch {
    return null;
  }
}

const parts = [];
parts.push({ title: "Checks", ok: runNpm("check") });
parts.push({
  title: "Unit tests",
  ok: run("Unit tests", [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${join(reports, "unit.json")}`,
  ]),
  counts: countVitest(readReport("unit.json")),
});
parts.push({
  title: "End-to-end tests",
  ok: run("End-to-end tests", ["scripts/run-e2e.mjs", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, "e2e.json"),
  }),
  counts: countPlaywright(readReport("e2e.json")),
});
rmSync(reports, { recursive: true, force: true });

const { lines, ok } = summarise(parts);
console.log(`\n${lines.join("\n")}`);
process.exitCode = ok ? 0 : 1;

function runNpm(script) {
  console.log("\n== Checks");
  const { status } = spawnSync("npm", ["run", "--silent", script], {
    cwd: project,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return status === 0;
}
