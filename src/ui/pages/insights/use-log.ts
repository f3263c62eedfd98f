import { useEffect, useMemo, useState } from "react";
import { type RunFigures, runFigures } from "../../../metrics/insights/run-figures";
import { useApp, useAppStore } from "../../app-context";
import { useChat } from "../../use-chat";

/** The figures of all runs that are kept, and how the reading of them stands. */
export interface Log {
  runs: readonly RunFigures[];
  state: "reading" | "read" | "unread";
}

/** Runs of Work, those too old to be in memory included, and the answers of all conversations. */
export function useLog(): Log {
  const history = useApp((state) => state.history);
  const isReady = useApp((state) => state.ready);
  const older = useOlder(isReady && history.length > 0);
  const answers = useAnswers();
  const runs = useMemo(() => {
    // A history that was cleared has nothing older either.
    if (history.length === 0) return answers ?? [];
    const known = new Set(history.map(({ id }) => id));
    return [
      ...history.map(runFigures),
      ...(older ?? []).filter(({ id }) => !known.has(id)),
      ...(answers ?? []),
    ];
  }, [history, older, answers]);
  const isReading = !isReady || answers === undefined || (history.length > 0 && older === undefined);
  return { runs, state: isReading ? "reading" : answers === null || older === null ? "unread" : "read" };
}

/** Undefined while it is read, null where it cannot be. */
type Read = readonly RunFigures[] | null | undefined;

function useOlder(isWanted: boolean): Read {
  const store = useAppStore();
  const [older, setOlder] = useState<Read>(undefined);
  useEffect(() => {
    if (!isWanted) return;
    let isHere = true;
    store.readOlderRuns(runFigures).then(
      (runs) => isHere && setOlder(runs),
      () => isHere && setOlder(null),
    );
    return () => {
      isHere = false;
    };
  }, [store, isWanted]);
  return older;
}

/** The answers of all conversations; read again when one has ended. */
function useAnswers(): Read {
  const { readAnswers } = useChat();
  const trees = useApp((state) => state.chat.trees);
  const [answers, setAnswers] = useState<Read>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer that ended is in another tree
  useEffect(() => {
    let isHere = true;
    readAnswers(runFigures).then(
      (read) => isHere && setAnswers(read),
      () => isHere && setAnswers(null),
    );
    return () => {
      isHere = false;
    };
  }, [readAnswers, trees]);
  return answers;
}
