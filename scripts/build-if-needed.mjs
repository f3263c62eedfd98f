import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package-lock.json"];

/** Builds when there is no build, or when a source is newer than it. Ends the process when the build fails. */
export function buildIfNeeded() {
  if (newest([join(project, "dist", "index.html")]) >= newest(SOURCES.map((name) => join(project, name))))
    return;
  const vite = join(project, "node_modules", "vite", "bin", "vite.js");
  if (!existsSync(vite)) {
    console.error("The packages are not installed yet. Run `npm ci` first.");
    process.exit(1);
  }
  console.log("Building…");
  const { status } = spawnSync(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: project,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error("The build failed; the lines above say why.");
    process.exit(1);
  }
}

function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) continue;
    const time = found.isDirectory()
      ? newest(readdirSync(path).map((name) => join(path, name)))
      : found.mtimeMs;
    latest = Math.max(latest, time);
  }
  return latest;
}
