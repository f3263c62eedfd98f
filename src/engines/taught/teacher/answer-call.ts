import { suggestNext } from "../classifier/suggest";
import { trainClassifier } from "../classifier/train-classifier";
import { openClassifier } from "../classifier/use-classifier";
import { trainTagger } from "../tagger/train-tagger";
import { openTagger } from "../tagger/use-tagger";
import type { TeacherCall, TeacherQuestions, TeacherTopic } from "./teacher-protocol";

/** How often progress is told, in texts. */
const TEXTS_A_STEP = 200;

/** Answers one question; the arithmetic holds its thread until it is done. @throws InferenceError */
export function answerCall(
  call: TeacherCall,
  onShare: (share: number) => void,
): TeacherQuestions[TeacherTopic]["answer"] {
  switch (call.topic) {
    case "train-classifier":
      return trainClassifier(call.ask.examples, onShare);
    case "train-tagger":
      return trainTagger(call.ask.examples, onShare);
    case "classify":
      return forEachText(call.ask.texts, openClassifier(call.ask.weights), onShare);
    case "mark":
      return forEachText(call.ask.texts, openTagger(call.ask.weights), onShare);
    case "suggest": {
      const { texts, taught, weights, count } = call.ask;
      return suggestNext(texts, taught, weights, count);
    }
  }
}

function forEachText<Answer>(
  texts: readonly string[],
  read: (text: string) => Answer,
  onShare: (share: number) => void,
): Answer[] {
  return texts.map((text, index) => {
    if (index % TEXTS_A_STEP === 0) onShare(index / texts.length);
    return read(text);
  });
}
