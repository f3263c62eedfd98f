import { InferenceError, toWire } from "../../../core/errors";
import { answerCall } from "./answer-call";
import type { TeacherCall, TeacherReply } from "./teacher-protocol";

addEventListener("message", ({ data }: MessageEvent<TeacherCall>) => {
  const reply = (message: TeacherReply) => postMessage(message);
  try {
    const answer = answerCall(data, (share) => reply({ id: data.id, type: "share", share }));
    reply({ id: data.id, type: "done", answer });
  } catch (thrown) {
    const error = InferenceError.from(thrown, "internal", { engine: "taught" });
    reply({ id: data.id, type: "failed", error: toWire(error) });
  }
});
