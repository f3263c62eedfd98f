import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readModelCard } from "../../../store/read-model-card";
import { scoreTables } from "./score-tables";

describe("scoreTables", () => {
  it("puts others beside the model where they were scored on the same", () => {
    const score = (set: string, metric: string, value: string) => ({ set, metric, value, count: 5 });
    const tables = scoreTables(
      [
        score("tweets", "recall", "0.8"),
        score("tweets", "precision", "0.7"),
        score("prose", "recall", "0.9"),
      ],
      [{ name: "other", scores: [score("tweets", "recall", "0.5"), score("elsewhere", "recall", "1")] }],
    );
    expect(tables).toEqual([
      {
        set: "tweets",
        count: 5,
        names: ["other"],
        rows: [
          { metric: "recall", values: ["0.8", "0.5"] },
          { metric: "precision", values: ["0.7", null] },
        ],
      },
      { set: "prose", count: 5, names: [], rows: [{ metric: "recall", values: ["0.9"] }] },
    ]);
  });

  it.each(["language", "names", "proofread", "summarise", "tone"])(
    "loses no figure of the shipped card of %s",
    (folder) => {
      const card = readModelCard(JSON.parse(readFileSync(`public/models/${folder}/card.json`, "utf8")));
      if (card === null) throw new Error("no card");
      expect(card.scores.length).toBeGreaterThan(0);
      expect([card.misses.length, card.data.length, card.speed?.length ?? 0].every(Boolean)).toBe(true);
      const rows = scoreTables(card.scores, card.others).flatMap((table) => table.rows);
      expect(rows).toHaveLength(card.scores.length);
    },
  );
});
