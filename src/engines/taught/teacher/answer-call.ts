import { suggestNext } from "../classifier/suggest";
import { trainClassifier } from "../classifier/train-classifier";
import { openClassifier } from "../classifier/use-classifier";
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
    case "classify": {
      const { weights, texts } = call.ask;
      const judge = openClassifier(weights);
      return texts.map((text, index) => {
        if (index % TEXTS_A_STEP === 0) onShare(index / texts.length);
        return judge(text);
      });
    }
    case "suggest": {
      const { texts, taught, weights, count } = call.ask;
      return suggestNext(texts, taught, weights, count);
    }
  }
}
