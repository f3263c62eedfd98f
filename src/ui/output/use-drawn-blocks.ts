import { useEffect, useReducer, useRef } from "react";
import { blocksToDraw, charactersPerFrame, type DrawPace, FIRST_PACE, learnPace } from "./draw-pace";

interface Block {
  source: string;
}

/**
 * How many of the blocks may be drawn in this render. A stream is drawn as it comes; a burst, or a long answer that
 * is opened at once, over several frames whose size follows how long the last one took, so that none is long.
 */
export function useDrawnBlocks(blocks: readonly Block[]): number {
  const drawn = useRef<{ count: number; pace: DrawPace }>({ count: 0, pace: FIRST_PACE });
  const [, drawMore] = useReducer((times: number) => times + 1, 0);
  const startMs = performance.now();
  const most = charactersPerFrame(drawn.current.pace);
  const { count: drawnCount, characters } = blocksToDraw(blocks, drawn.current.count, most);

  useEffect(() => {
    const tookMs = performance.now() - startMs;
    drawn.current = {
      count: drawnCount,
      pace: learnPace(drawn.current.pace, characters, tookMs),
    };
    if (drawnCount >= blocks.length) return;
    const frame = requestAnimationFrame(drawMore);
    return () => cancelAnimationFrame(frame);
  });
  return drawnCount;
}
