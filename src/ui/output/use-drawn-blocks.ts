import { useEffect, useReducer, useRef } from "react";

/** Characters drawn anew in one frame: to begin with, at least and at most. */
const FIRST_STEP_CHARACTERS = 4_000;
const LEAST_STEP_CHARACTERS = 1_000;
const MOST_STEP_CHARACTERS = 8_000;
/** Drawing takes this much of a frame at most, in ms. */
const FRAME_SHARE_MS = 10;

interface Block {
  source: string;
}

/**
 * How many of the blocks may be drawn in this render. A stream is drawn as it comes; a burst, or a long answer that
 * is opened at once, over several frames whose size follows how long the last one took, so that none is long.
 */
export function useDrawnBlocks(blocks: readonly Block[]): number {
  const drawn = useRef({ count: 0, step: FIRST_STEP_CHARACTERS });
  const [, drawMore] = useReducer((times: number) => times + 1, 0);
  const startMs = performance.now();
  // The last block drawn may have grown, so it counts as new.
  let count = Math.min(blocks.length, Math.max(0, drawn.current.count - 1));
  let fresh = 0;
  while (count < blocks.length && (fresh === 0 || fresh < drawn.current.step)) {
    fresh += blocks[count]?.source.length ?? 0;
    count += 1;
  }
  const freshCharacters = fresh;
  const drawnCount = count;

  useEffect(() => {
    const tookMs = performance.now() - startMs;
    const { step } = drawn.current;
    const isFull = freshCharacters >= step;
    let nextStep = step;
    if (tookMs > 2 * FRAME_SHARE_MS) nextStep = step / 2;
    else if (isFull && tookMs < FRAME_SHARE_MS) nextStep = step * 2;
    drawn.current = {
      count: drawnCount,
      step: Math.min(MOST_STEP_CHARACTERS, Math.max(LEAST_STEP_CHARACTERS, nextStep)),
    };
    if (drawnCount >= blocks.length) return;
    const frame = requestAnimationFrame(drawMore);
    return () => cancelAnimationFrame(frame);
  });
  return drawnCount;
}
