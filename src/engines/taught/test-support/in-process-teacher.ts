import { InferenceError, toWire } from "../../../core/errors";
import { answerCall } from "../teacher/answer-call";
import { createTeacher, type Teacher, type TeachingWorker } from "../teacher/teacher";
import type { TeacherReply } from "../teacher/teacher-protocol";

/** A teacher whose worker shares the thread of the test; messages are still cloned and still asynchronous. */
export function inProcessTeacher(): Teacher & { started: number } {
  const counter = { started: 0 };
  const teacher = createTeacher(() => {
    counter.started += 1;
    return startWorker();
  });
  return {
    ask: teacher.ask,
    get started() {
      return counter.started;
    },
  };
}

function startWorker(): TeachingWorker {
  const listeners: ((event: MessageEvent<TeacherReply>) => void)[] = [];
  let isTerminated = false;
  const say = (reply: TeacherReply) => {
    const data = structuredClone(reply);
    if (!isTerminated) for (const listener of listeners) listener(new MessageEvent("message", { data }));
  };
  return {
    addEventListener(type: "message" | "error", listener: (event: never) => void) {
      if (type === "message") listeners.push(listener as (event: MessageEvent<TeacherReply>) => void);
    },
    terminate() {
      isTerminated = true;
    },
    postMessage(message) {
      const call = structuredClone(message);
      setTimeout(() => {
        try {
          const answer = answerCall(call, (share) => say({ id: call.id, type: "share", share }));
          say({ id: call.id, type: "done", answer });
        } catch (thrown) {
          say({ id: call.id, type: "failed", error: toWire(InferenceError.from(thrown)) });
        }
      });
    },
  };
}
