// Writes the size and SHA-256 of every shipped model file into the table that the application checks
// against while it loads, and each model's size into another, which the page's first load has room for. `--check`
// changes nothing and fails if a table is out of date. Either way it fails if the models together have grown past what
// a first visit may be asked to fetch.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const MODELS = new URL("../public/models/", import.meta.url);
const TABLE = new URL("../src/engines/onnx/specialists/model-files.json", import.meta.url);
const SIZES = new URL("../src/engines/onnx/specialists/model-sizes.json", import.meta.url);
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

/** Bytes of each model. */
function sizesOf(models) {
  return Object.fromEntries(
    Object.entries(models).map(([id, { files }]) => [
      id,
      Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0),
    ]),
  );
}

const models = await describeModels();
const sizes = sizesOf(models);
const total = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
if (total > MOST_BYTES) {
  console.error(`The embedded models have ${total} bytes together, more than ${MOST_BYTES}.`);
  process.exit(1);
}
for (const [file, content] of [
  [TABLE, models],
  [SIZES, sizes],
]) {
  const wanted = `${JSON.stringify(content, null, 2)}\n`;
  if (!process.argv.includes("--check")) await writeFile(file, wanted);
  else if ((await readFile(file, "utf8").catch(() => "")) !== wanted) {
    console.error(`${fileURLToPath(file)} is out of date. Run: node scripts/hash-models.mjs`);
    process.exit(1);
  }
}
