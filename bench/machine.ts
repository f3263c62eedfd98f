import { cpus, loadavg, platform, release, totalmem } from "node:os";

/** What the figures were taken on. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGib: number;
  /** Processes that wanted to run, as a mean of the last minute, before and after the bench. */
  loadBefore: string;
  loadAfter: string;
  system: string;
  browser: string;
  node: string;
  date: string;
}

/** Reads what is known before the run; `finish` gives the whole. */
export function describeMachine(browser: string): { finish(): Machine } {
  const load = () => (loadavg()[0] ?? 0).toFixed(1);
  const loadBefore = load();
  return {
    finish: () => ({
      cpu: cpus()[0]?.model ?? "unknown processor",
      cores: cpus().length,
      memoryGib: Math.round(totalmem() / 2 ** 30),
      loadBefore,
      loadAfter: load(),
      system: `${platform()} ${release()}`,
      browser,
      node: `Node ${process.version}`,
      date: new Date().toISOString().slice(0, 16).replace("T", " "),
    }),
  };
}
