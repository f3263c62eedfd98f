import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Code that built-in models do not need, and the runtime's own files, of which a device needs one pair. */
const NOT_IN_KIT = /web-llm|scripted|token-count|\.wasm$|\.mjs$/;

/**
 * Writes `offline-kit.json`: the scripts and data that the built-in models load besides the shell and their weights.
 * The page asks for them soon after the first visit, so that they work offline without having been used.
 * @param {{ has(file: string): boolean }} shell files that the service worker keeps in advance
 * @returns {import("vite").Plugin}
 */
export function offlineKit(shell) {
  return {
    name: "offline-kit",
    apply: "build",
    async writeBundle({ dir }, bundle) {
      const files = Object.keys(bundle).filter(
        (file) => /^assets\/.*\.(?:js|json)$/.test(file) && !shell.has(file) && !NOT_IN_KIT.test(file),
      );
      if (dir !== undefined) await writeFile(join(dir, "offline-kit.json"), `${JSON.stringify({ files })}\n`);
    },
  };
}
