import { readFileSync } from "node:fs";

// The first load is what index.html asks for at once: its script, its styles and what it preloads.
const html = readFileSync("dist/index.html", "utf8");
const assets = [...html.matchAll(/(?:src|href)="[^"]*?(assets\/[^"]+)"/g)].map(([, path]) => `dist/${path}`);
if (!assets.some((path) => path.endsWith(".js"))) throw new Error("dist/index.html loads no script");

export default [{ name: "First load", path: ["dist/index.html", ...assets], gzip: true, limit: "118 KiB" }];
