import { useEffect, useState } from "react";
import type { ModelPrice } from "../../../core/model";
import type { RunFigures } from "../../../metrics/insights/run-figures";
import { createTally, type Tally } from "../../../metrics/insights/tally";
import { createGiveWay } from "../../../store/give-way";

/** The tally of a log, read in pieces so that no long one holds up the page; null until it is there. */
export function useTally(runs: readonly RunFigures[], price: ModelPrice | undefined): Tally | null {
  const [tally, setTally] = useState<Tally | null>(null);
  useEffect(() => {
    let isWanted = true;
    const count = async () => {
      const maker = createTally(price);
      const giveWay = createGiveWay(() => performance.now());
      for (const run of runs) {
        maker.add(run);
        const turn = giveWay();
        if (turn !== undefined) await turn;
        if (!isWanted) return;
      }
      setTally(maker.read());
    };
    void count();
    return () => {
      isWanted = false;
    };
  }, [runs, price]);
  return tally;
}
