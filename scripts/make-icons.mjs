// Draws public/icons/*.png from icon.svg in Chromium. Run after changing the drawing: node scripts/make-icons.mjs
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { CHROMIUM_ARGS, findChromium } from "./find-chromium.mjs";

const ICONS = new URL("../public/icons/", import.meta.url);
const drawing = await readFile(new URL("icon.svg", ICONS), "utf8");
// A maskable icon is cut to any shape: ground to the edges, and the mark within the middle four fifths.
const maskable = drawing
  .replace(/ rx="\d+"/, "")
  .replace('<g id="mark">', '<g id="mark" transform="translate(64 64) scale(0.75)">');

const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
for (const [name, svg, size] of [
  ["icon-192.png", drawing, 192],
  ["icon-512.png", drawing, 512],
  ["maskable-512.png", maskable, 512],
  ["apple-touch-180.png", maskable, 180],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL(name, ICONS)), omitBackground: true });
  await page.close();
}
await browser.close();
