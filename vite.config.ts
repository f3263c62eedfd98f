import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

/** Where the app is served, with both slashes. */
const base = process.env.BASE_PATH ?? "/";

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
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: false,
      injectManifest: {
        // The shell alone: what index.html loads at once, and the page's own lazy chunks. Engines and models are not.
        globPatterns: ["index.html", "assets/**/*.{js,css}", "icons/icon.svg"],
        globIgnores: ["**/token-count*", "**/web-llm*"],
        maximumFileSizeToCacheInBytes: 1_000_000,
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
