import type { CardScore, ModelCard } from "../../../store/dependencies";

/** The scores on one set of texts: a column for the model and for each other that was scored on it. */
export interface ScoreTable {
  set: string;
  /** How many texts; null where it is not said, or differs. */
  count: number | null;
  /** The others. */
  names: readonly string[];
  /** The first value is the model's own; null where it was not scored. */
  rows: readonly { metric: string; values: readonly (string | null)[] }[];
}

/** Sorts a card's scores by the set they were taken on, in the order of the card. */
export function scoreTables(scores: readonly CardScore[], others: ModelCard["others"]): ScoreTable[] {
  const sets = [...new Set(scores.map(({ set }) => set))];
  return sets.map((set) => {
    const own = scores.filter((score) => score.set === set);
    const beside = others.filter((other) => other.scores.some((score) => score.set === set));
    const counts = new Set(own.map(({ count }) => count));
    const [count = null] = counts;
    return {
      set,
      count: counts.size === 1 ? count : null,
      names: beside.map(({ name }) => name),
      rows: own.map(({ metric, value }) => ({
        metric,
        values: [
          value,
          ...beside.map(
            (other) =>
              other.scores.find((score) => score.set === set && score.metric === metric)?.value ?? null,
          ),
        ],
      })),
    };
  });
}
