/** A frame that showed another length of the output. */
export interface Paint {
  /** On the page's clock, after the frame was painted. */
  ms: number;
  characters: number;
}

/** How a run went, as a person saw it. */
export interface WatchedRun {
  status: string;
  paints: Paint[];
  /** Frames of the run, those that painted a change, and how often the document was changed for them. */
  frames: number;
  paintedFrames: number;
  changes: number;
  /** Every figure of the run's panel by its term. */
  figures: Record<string, string>;
}

declare global {
  interface Window {
    paintWatch: {
      /** Presses Run and waits until that side's run is over and drawn. */
      run(side: string): Promise<WatchedRun>;
      /** What that side shows, its parts set apart by spaces. */
      text(side: string): string;
    };
  }
}

/**
 * Runs in the page before the app does, so it must not refer to anything outside. Watches the document for changes, and
 * stamps a changed output once the frame that shows it has been painted: a message posted in an animation frame is
 * delivered when that frame is done.
 */
export function installPaintWatch(): void {
  const painted = new MessageChannel();
  const nextFrame = window.requestAnimationFrame.bind(window);
  let isInFrame = false;
  let isChanged = false;
  let changes = 0;
  let frames = 0;
  let paintedFrames = 0;
  let onPaint: () => void = () => {};
  window.requestAnimationFrame = (callback) =>
    nextFrame((time) => {
      if (!isInFrame) {
        isInFrame = true;
        painted.port2.postMessage(null);
      }
      callback(time);
    });
  painted.port1.onmessage = () => {
    isInFrame = false;
    frames += 1;
    if (isChanged) {
      paintedFrames += 1;
      onPaint();
    }
    isChanged = false;
  };

  window.paintWatch = {
    text(side) {
      const output = document.querySelector(`section[aria-label="${side}"] [data-testid="output"]`);
      const walker = document.createTreeWalker(output ?? document.createElement("p"), NodeFilter.SHOW_TEXT);
      const parts: string[] = [];
      while (walker.nextNode()) parts.push(walker.currentNode.nodeValue ?? "");
      return parts.join(" ");
    },
    async run(side) {
      const region = () => document.querySelector(`section[aria-label="${side}"]`);
      const output = () => region()?.querySelector('[data-testid="output"]')?.textContent ?? "";
      const status = () => region()?.querySelector('[role="status"]')?.textContent ?? "";
      const paints: Paint[] = [];
      changes = 0;
      frames = 0;
      paintedFrames = 0;
      const observer = new MutationObserver(() => {
        isChanged = true;
        changes += 1;
        // A change outside a frame is painted in the next one.
        if (!isInFrame) window.requestAnimationFrame(() => {});
      });
      let isOver: () => void = () => {};
      const over = new Promise<void>((resolve) => {
        isOver = resolve;
      });
      let isNew = false;
      onPaint = () => {
        const characters = output().length;
        // The pane of the run before may be there for a moment.
        isNew ||= characters === 0;
        if (!isNew) return;
        if (characters > 0 && characters !== paints.at(-1)?.characters) {
          paints.push({ ms: performance.now(), characters });
        }
        if (/^(Done|Failed|Stopped|Not started)$/.test(status())) isOver();
      };
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      const button = [...document.querySelectorAll("button")].find(
        ({ textContent }) => textContent === "Run",
      );
      if (button === undefined) throw new Error("there is no Run button");
      button.click();
      await over;
      // What is drawn over several frames comes to rest.
      for (let quiet = 0, before = -1; quiet < 10; ) {
        await new Promise(nextFrame);
        const now = output().length;
        quiet = now === before ? quiet + 1 : 0;
        before = now;
      }
      observer.disconnect();
      const rows = [...(region()?.querySelectorAll("dl > div") ?? [])].map((row): [string, string] => [
        row.querySelector("dt")?.textContent ?? "",
        row.querySelector("dd")?.textContent ?? "",
      ]);
      return { status: status(), paints, frames, paintedFrames, changes, figures: Object.fromEntries(rows) };
    },
  };
}
