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

  /** Characters of each part of the output. To read the whole of it at every paint would cost more than the app does. */
  const lengths = new WeakMap<Element, number>();
  function charactersOf(output: Element | null | undefined): number {
    let sum = 0;
    for (const part of output?.firstElementChild?.children ?? []) {
      const length = lengths.get(part) ?? part.textContent.length;
      lengths.set(part, length);
      sum += length;
    }
    return sum;
  }
  function forgetChanged(records: readonly MutationRecord[]): void {
    for (const { target } of records) {
      const { parentElement } = target;
      for (let at = target instanceof Element ? target : parentElement; at !== null; at = at.parentElement) {
        lengths.delete(at);
      }
    }
  }

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
      const characters = () => charactersOf(region()?.querySelector('[data-testid="output"]'));
      const status = () => region()?.querySelector('[role="status"]')?.textContent ?? "";
      const paints: Paint[] = [];
      changes = 0;
      frames = 0;
      paintedFrames = 0;
      const observer = new MutationObserver((records) => {
        forgetChanged(records);
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
        const shown = characters();
        // The pane of the run before may be there for a moment.
        isNew ||= shown === 0;
        if (!isNew) return;
        if (shown > 0 && shown !== paints.at(-1)?.characters) {
          paints.push({ ms: performance.now(), characters: shown });
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
        const now = characters();
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
