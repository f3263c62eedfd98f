import type { BareStart } from "./first.worker";

declare global {
  interface Window {
    bareStart: Promise<BareStart>;
  }
}

/** What a first answer cannot do without: the runtime and a session, in a worker, with no app around them. */
window.bareStart = new Promise((resolve, reject) => {
  const worker = new Worker(new URL("./first.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("error", () => reject(new Error("the worker of the bare page failed")));
  worker.addEventListener("message", ({ data }: MessageEvent<BareStart | { error: string }>) => {
    if ("error" in data) reject(new Error(data.error));
    else resolve(data);
  });
});
