// Writes the size and SHA-256 of every shipped model file into the table that the application checks
// against while it loads. `--check` changes nothing and fails if the table is out of date.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const MODELS = new URL("../public/models/", import.meta.url);
const TABLE = new URL("../src/engines/onnx/specialists/model-files.json", import.meta.url);
/** Only tests and people read them. */
const NOT_LOADED = new Set(["sample.json", "card.json"]);

async function describeFiles(folder) {
  const files = {};
  for (const name of (await readdir(folder)).sort()) {
    if (NOT_LOADED.has(name) || name.startsWith(".")) continue;
    const content = await readFile(new URL(name, folder));
    files[name] = { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
  }
  return files;
}

async function describeModels() {
  const models = {};
  const entries = await readdir(MODELS, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory())
      models[entry.name] = { files: await describeFiles(new URL(`${entry.name}/`, MODELS)) };
  }
  return `${JSON.stringify(models, null, 2)}\n`;
}

const wanted = await describeModels();
if (process.argv.includes("--check")) {
  const found = await readFile(TABLE, "utf8").catch(() => "");
  if (found !== wanted) {
    console.error(`${fileURLToPath(TABLE)} is out of date. Run: node scripts/hash-models.mjs`);
    process.exit(1);
  }
} else {
  await writeFile(TABLE, wanted);
}
