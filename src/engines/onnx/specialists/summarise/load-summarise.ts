import type { StructuredOutput } from "../../../../core/output";
import { createTurns } from "../shared/turns";
import type { LoadSpecialist } from "../specialist";
import { findFurniture } from "./furniture";
import { weighMatter } from "./matter";
import { pickOrder } from "./pick-order";
import { scoreSentences } from "./score-sentences";
import { readSummaryModel } from "./summary-model";

const DEFAULT_SENTENCES = 4;

/**
 * Loads the summariser: it chooses the sentences that say most and repeat each other least, as exact quotes in the
 * order of the text. Headings, mail headers and quoted lines are never chosen; greetings and signatures only where
 * there is nothing else. Time grows with the length of the text.
 */
export const loadSummarise: LoadSpecialist = async (context) => {
  const model = await readSummaryModel(await context.readFile("model.bin"));
  return async (text, { signal, maxSentences = DEFAULT_SENTENCES }): Promise<StructuredOutput> => {
    const takeTurn = createTurns(signal);
    await takeTurn();
    const { sentences, body, vectors, scores } = await scoreSentences(text, model, takeTurn);
    const furniture = findFurniture(text, body);
    const open = sentences.map((sentence) => !furniture.has(sentence));
    const hasOpen = open.includes(true);
    const isOpen = (index: number) => !hasOpen || open[index] === true;
    const chosen: number[] = [];
    const worth = weighMatter(text, sentences, scores);
    for (const index of pickOrder(worth, vectors, model.likenessCost, isOpen)) {
      if (chosen.length >= maxSentences) break;
      await takeTurn();
      chosen.push(index);
    }
    const quotes = chosen.flatMap((index, order) => {
      const sentence = sentences[index];
      if (sentence === undefined) return [];
      const { start, end } = sentence;
      return { start, end, text: text.slice(start, end), score: 1 - order / (chosen.length + 1) };
    });
    return { kind: "quotes", quotes: quotes.sort((one, other) => one.start - other.start) };
  };
};
