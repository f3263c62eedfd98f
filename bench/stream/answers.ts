import { proseOf } from "../prose";

/** An answer in pieces as a tokeniser would cut it. */
export interface StreamedAnswer {
  label: string;
  pieces: readonly string[];
  /** What is counted to see that nothing is lost: a part that is missing from what is shown. */
  part: RegExp;
}

const WORD = /[\p{L}\p{N}]+/gu;

/** Numbered events, so that each one that is lost is missing from the text. */
export function numberedAnswer(events: number): StreamedAnswer {
  const pieces = Array.from({ length: events }, (_, index) =>
    index % 20 === 19 ? `${index}\n\n` : `${index} `,
  );
  return { label: `${events.toLocaleString("en")} numbered events`, pieces, part: WORD };
}

/** One letter again and again, without a space: a line that can be cut nowhere. */
export function letterAnswer(events: number): StreamedAnswer {
  return {
    label: `${events.toLocaleString("en")} events of one letter`,
    pieces: Array.from({ length: events }, () => "a"),
    part: /a/g,
  };
}

/** Markdown of that many characters: headings, prose, lists, tables and code, numbered throughout. */
export function markdownAnswer(characters: number): StreamedAnswer {
  let text = "";
  for (let part = 0; text.length < characters; part += 1) text += markdownPart(part);
  const pieces = text.match(/\s*\S{1,5}|\s+/gu) ?? [];
  return {
    label: `${Math.round(text.length / 1000)} kB of Markdown in ${pieces.length.toLocaleString("en")} events`,
    pieces,
    part: WORD,
  };
}

function markdownPart(part: number): string {
  const prose = proseOf(600, part).replace(/\n/g, " ");
  const items = Array.from(
    { length: 5 },
    (_, index) => `- item ${part} ${index} with **bold** and *other* words\n`,
  );
  const cells = Array.from({ length: 4 }, (_, index) => `| row ${index} | ${part * index} | yes |\n`);
  const code = Array.from({ length: 6 }, (_, index) => `const value${index} = compute(${part}, ${index});\n`);
  return [
    `## Part ${part}\n\n${prose}\n\n`,
    `${items.join("")}\n`,
    `| name | figure | kept |\n| --- | --- | --- |\n${cells.join("")}\n`,
    `\`\`\`\n${code.join("")}\`\`\`\n\n`,
  ].join("");
}
