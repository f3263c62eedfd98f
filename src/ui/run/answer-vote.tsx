import { useState } from "react";
import type { Run } from "../../core/run";
import { useAppStore } from "../app-context";
import { Button } from "../components/button";
import { ROUTING_COPY } from "../copy/routing";

/** Whether an answer was good: said once a run, kept by the router and by nobody else. */
export function AnswerVote({ run }: { run: Run }) {
  const { openRouting } = useAppStore();
  const [isNoted, setNoted] = useState(false);
  const side = run.answeredBy?.location;
  if (run.status !== "done" || side === undefined) return null;
  if (isNoted) return <span role="status">{ROUTING_COPY.thanks}</span>;
  const vote = (verdict: "good" | "bad") => {
    setNoted(true);
    openRouting().then(
      (routing) => routing.judge(run.request.task, verdict, side),
      () => setNoted(false),
    );
  };
  return (
    <span>
      <Button look="quiet" size="small" icon="check" onClick={() => vote("good")}>
        {ROUTING_COPY.good}
      </Button>
      <Button look="quiet" size="small" icon="close" onClick={() => vote("bad")}>
        {ROUTING_COPY.bad}
      </Button>
    </span>
  );
}
