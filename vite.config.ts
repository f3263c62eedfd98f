import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { offlineKit } from "./scripts/offline-kit-plugin.mjs";

/** Where the app is served, with both slashes. */
const base = process.env.BASE_PATH ?? "/";

/** No part of the page may be larger: everyone fetches all of them after the first visit. */
const MOST_SHELL_CHARACTERS = 600_000;
const shell = findShell();

export default defineConfig({
  base,
  // The runtime's own loader would fetch its wasm from a CDN; this condition leaves the file to us.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", "module", "browser", "development|production"] },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 8000,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  plugins: [
    react(),
    shell.plugin,
    offlineKit(shell.files),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: false,
      injectManifest: {
        globPatterns: ["index.html", "assets/**/*.{js,css}", "icons/icon.svg"],
        // Only what `shell` found is kept in advance, so nothing is too large to be asked about.
        maximumFileSizeToCacheInBytes: 100_000_000,
        manifestTransforms: [
          (entries) => ({
            manifest: entries.filter(({ url }) => !url.startsWith("assets/") || shell.files.has(url)),
            warnings: [],
          }),
        ],
      },
      manifest: {
        id: base,
        name: "Nearside",
        short_name: "Nearside",
        description: "Text work by small models in this browser, with a cloud side measured alongside.",
        start_url: "./",
        scope: "./",
        display: "standalone",
        theme_color: "#f6f6f3",
        background_color: "#f6f6f3",
        categories: ["productivity", "utilities"],
        icons: [
          { src: "icons/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icons/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
    }),
  ],
});

/**
 * Finds the files of the app's shell: all that is built for the page itself, its lazy parts too. Workers, the engines
 * in them and their data are built apart; they are kept when they are first used.
 */
function findShell(): { files: ReadonlySet<string>; plugin: Plugin } {
  const files = new Set<string>();
  const plugin: Plugin = {
    name: "find-shell",
    generateBundle(_options, bundle) {
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== "chunk") continue;
        if (chunk.code.length > MOST_SHELL_CHARACTERS) {
          this.error(`${name} is too large for a part of the page: import it in a worker`);
        }
        files.add(name);
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
      }
    },
  };
  return { files, plugin };
}
