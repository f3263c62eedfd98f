import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const COMMANDS = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];
const PLACES = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, "Google", "Chrome", "Application", "chrome.exe")),
};
const IS_ROOT = process.getuid?.() === 0;

/** What every test browser is started with: nothing of its own on the network, and no sandbox for root. */
export const CHROMIUM_ARGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  ...(IS_ROOT ? ["--no-sandbox"] : []),
];

/**
 * The path of a Chromium to test with: `CHROMIUM_PATH`, an installed Chrome or Chromium, Playwright's own, or on
 * Debian as root one that is installed now. Throws one clear sentence where there is none.
 * @returns {string}
 */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, but there is no such file.`);
  }
  const found = findInstalled() ?? findPlaywrights() ?? installOnDebian();
  if (found) return found;
  throw new Error(
    "No Chrome or Chromium was found: install one, or run `npx playwright install chromium`, or set CHROMIUM_PATH.",
  );
}

function findInstalled() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...(PLACES[process.platform] ?? [])].find(runs);
}

function findPlaywrights() {
  const path = chromium.executablePath();
  return runs(path) ? path : undefined;
}

/** Some systems ship a command that only tells how to install the browser. Windows prints no version. */
function runs(path) {
  if (!existsSync(path)) return false;
  if (process.platform === "win32") return true;
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 30_000 });
  return status === 0 && /chrom/i.test(stdout);
}

function installOnDebian() {
  if (!IS_ROOT || !existsSync("/etc/debian_version")) return undefined;
  console.log("No Chrome or Chromium was found: installing Debian's.");
  const options = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  spawnSync("apt-get", ["update", "-q"], options);
  const packages = ["chromium", "fonts-liberation"];
  spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], options);
  return findInstalled();
}
