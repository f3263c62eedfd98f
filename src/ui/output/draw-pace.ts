/** Drawing may take so much of a frame, in ms; layout and whatever else there is need the rest. */
const FRAME_SHARE_MS = 8;
/** Characters drawn anew in one frame, at least and at most. */
const LEAST_CHARACTERS = 1_000;
const MOST_CHARACTERS = 6_000;
/** Less than this tells nothing about the pace: the fixed cost of a render outweighs it. */
const TELLING_CHARACTERS = 500;

/** What drawing a character costs on this device, with its share of everything else in a render. */
export interface DrawPace {
  msPerCharacter: number;
}

/** Before anything was measured: as little as there can be, since the parser is slowest before it has warmed up. */
export const FIRST_PACE: DrawPace = { msPerCharacter: FRAME_SHARE_MS / LEAST_CHARACTERS };

/** How many characters the next frame may draw. */
export function charactersPerFrame({ msPerCharacter }: DrawPace): number {
  return Math.min(MOST_CHARACTERS, Math.max(LEAST_CHARACTERS, FRAME_SHARE_MS / msPerCharacter));
}

/** The pace after one more render: slower at once, faster only by and by, so that a long frame is not repeated. */
export function learnPace(pace: DrawPace, characters: number, tookMs: number): DrawPace {
  if (characters < TELLING_CHARACTERS) return pace;
  const measured = tookMs / characters;
  if (measured >= pace.msPerCharacter) return { msPerCharacter: measured };
  return { msPerCharacter: 0.7 * pace.msPerCharacter + 0.3 * measured };
}

/**
 * How many of the blocks to draw now, when `drawnBefore` of them already are, and how many characters of them are
 * new. The last one drawn may have grown, so it counts as new; at least one more is always drawn, whatever its size.
 */
export function blocksToDraw(
  blocks: readonly { source: string }[],
  drawnBefore: number,
  mostCharacters: number,
): { count: number; characters: number } {
  const known = Math.min(drawnBefore, blocks.length);
  let count = Math.max(0, known - 1);
  let characters = 0;
  for (let next = blocks[count]; next !== undefined; next = blocks[count]) {
    if (count > known && characters + next.source.length > mostCharacters) break;
    characters += next.source.length;
    count += 1;
  }
  return { count, characters };
}
