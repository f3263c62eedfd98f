import type { WireError } from "../../../core/errors";
import type { TextSpan } from "../../../core/output";
import type { LinearWeights, TaughtExample } from "../../../core/taught";
import type { Suggestion } from "../classifier/suggest";
import type { TrainedClassifier } from "../classifier/train-classifier";
import type { Verdict } from "../classifier/use-classifier";
import type { TrainedTagger } from "../tagger/train-tagger";

/** What the page may ask of the teacher's worker, and what each question is answered with. */
export interface TeacherQuestions {
  "train-classifier": { ask: { examples: readonly TaughtExample[] }; answer: TrainedClassifier };
  "train-tagger": { ask: { examples: readonly TaughtExample[] }; answer: TrainedTagger };
  mark: {
    ask: { weights: LinearWeights; texts: readonly string[] };
    answer: readonly (readonly TextSpan[])[];
  };
  classify: { ask: { weights: LinearWeights; texts: readonly string[] }; answer: readonly Verdict[] };
  suggest: {
    ask: { weights: LinearWeights; texts: readonly string[]; taught: readonly string[]; count: number };
    answer: readonly Suggestion[];
  };
}

/** The name of a question. */
export type TeacherTopic = keyof TeacherQuestions;

/** A question as it is posted. */
export type TeacherCall = {
  [Topic in TeacherTopic]: { id: number; topic: Topic; ask: TeacherQuestions[Topic]["ask"] };
}[TeacherTopic];

/** What the worker says; nothing of a call follows its `done` or `failed`. */
export type TeacherReply =
  | { id: number; type: "share"; share: number }
  | { id: number; type: "done"; answer: TeacherQuestions[TeacherTopic]["answer"] }
  | { id: number; type: "failed"; error: WireError };
