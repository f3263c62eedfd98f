import * as v from "valibot";
import type { LearntRoutes, TaskLearning } from "../../core/route";
import { TASK_IDS, type TaskId } from "../../core/task";
import type { TextStorage } from "./settings-store";

/** Keeps what the router learns, beside the device's past runs. */
export interface RouteMemory {
  read(): LearntRoutes;
  /** Keeps one more score and drops the oldest above the limit. */
  addScore(score: number): void;
  setTask(task: TaskId, learnt: TaskLearning): void;
  clear(): void;
}

/** Where it lies in `localStorage`. */
export const ROUTE_MEMORY_KEY = "nearside.route-memory";
/** How many scores are kept. */
export const ROUTE_MEMORY_LIMIT = 300;
/** Beyond this a correction is damage. */
const MOST_CORRECTION = 1;

const NOTHING: LearntRoutes = { scores: [], tasks: {} };
const score = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1));
const learntTask = v.object({
  correction: v.pipe(v.number(), v.finite(), v.minValue(-MOST_CORRECTION), v.maxValue(MOST_CORRECTION)),
  verdicts: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
const schema = v.object({
  scores: v.fallback(v.array(v.unknown()), []),
  tasks: v.fallback(v.record(v.string(), v.unknown()), {}),
});

/** Opens it. What is damaged is left out. Never throws: without storage, memory keeps it. */
export function openRouteMemory(storage: TextStorage = localStorage): RouteMemory {
  let kept = read(storage);
  const write = (next: LearntRoutes) => {
    kept = next;
    try {
      storage.setItem(ROUTE_MEMORY_KEY, JSON.stringify(next));
    } catch {
      // It is a convenience: this visit goes on with what it has learnt.
    }
  };
  /** As another tab may have left it. */
  const newest = () => {
    const found = read(storage);
    return found === NOTHING ? kept : found;
  };
  return {
    read: newest,
    addScore(added) {
      if (!v.is(score, added)) return;
      const now = newest();
      write({ ...now, scores: [...now.scores, added].slice(-ROUTE_MEMORY_LIMIT) });
    },
    setTask(task, learnt) {
      if (!v.is(learntTask, learnt)) return;
      const now = newest();
      write({ ...now, tasks: { ...now.tasks, [task]: learnt } });
    },
    clear() {
      kept = NOTHING;
      try {
        storage.removeItem(ROUTE_MEMORY_KEY);
      } catch {
        // Nothing could be kept there either.
      }
    },
  };
}

/** {@link NOTHING} itself where there is nothing to read. */
function read(storage: TextStorage): LearntRoutes {
  try {
    const text = storage.getItem(ROUTE_MEMORY_KEY);
    if (text === null) return NOTHING;
    const found = v.safeParse(schema, JSON.parse(text));
    if (!found.success) return NOTHING;
    const tasks: Partial<Record<TaskId, TaskLearning>> = {};
    for (const id of TASK_IDS) {
      const learnt = v.safeParse(learntTask, found.output.tasks[id]);
      if (learnt.success) tasks[id] = learnt.output;
    }
    return {
      scores: found.output.scores.filter((each) => v.is(score, each)).slice(-ROUTE_MEMORY_LIMIT),
      tasks,
    };
  } catch {
    return NOTHING;
  }
}
