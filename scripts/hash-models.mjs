// Writes the size and SHA-256 of every shipped model file into the table that the application checks
// against while it loads. `--check` changes nothing and fails if the table is out of date. Either way it fails if the
// models together have grown past what a first visit may be asked to fetch.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const MODELS = new URL("../public/models/", import.meta.url);
const TABLE = new URL("../src/engines/onnx/specialists/model-files.json", import.meta.url);
/** Only tests and people read them. */
const NOT_LOADED = new Set(["sample.json", "card.json"]);
const MOST_BYTES = 12_000_000;

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
  return models;
}

function countBytes(models) {
  const files = Object.values(models).flatMap((model) => Object.values(model.files));
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

const models = await describeModels();
const wanted = `${JSON.stringify(models, null, 2)}\n`;
if (countBytes(models) > MOST_BYTES) {
  console.error(`The embedded models have ${countBytes(models)} bytes together, more than ${MOST_BYTES}.`);
  process.exit(1);
}
if (process.argv.includes("--check")) {
  const found = await readFile(TABLE, "utf8").catch(() => "");
  if (found !== wanted) {
    console.error(`${fileURLToPath(TABLE)} is out of date. Run: node scripts/hash-models.mjs`);
    process.exit(1);
  }
} else {
  await writeFile(TABLE, wanted);
}
