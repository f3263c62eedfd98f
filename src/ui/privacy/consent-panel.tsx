import { useEffect, useRef, useState } from "react";
import { InferenceError } from "../../core/errors";
import type { PrivacyChoices } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";
import type { OutboundProposal } from "../../core/run-privacy";
import { useAppStore } from "../app-context";
import { Button } from "../components/button";
import { ERROR_COPY } from "../copy/errors";
import { PRIVACY_COPY } from "../copy/privacy";
import { OutboundView } from "./outbound-view";
import styles from "./what-will-be-sent.module.css";

interface ConsentPanelProps {
  request: InferenceRequest;
  /** What the waiting run would send. */
  proposal: OutboundProposal;
}

/** Asks whether these bytes may leave. The run waits; Stop ends it too. */
export function ConsentPanel({ request, proposal }: ConsentPanelProps) {
  const { outbound } = useAppStore();
  const [choices, setChoices] = useState<PrivacyChoices>(request.privacy ?? { keep: [], mask: [] });
  const [shown, setShown] = useState(proposal);
  const [problem, setProblem] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const hasChanged = useRef(false);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => setShown(proposal), [proposal]);
  useEffect(() => {
    if (!hasChanged.current) return;
    let isOver = false;
    outbound.proposeWaiting(request.id, choices).then(
      (next) => {
        if (isOver) return;
        setShown(next);
        setProblem(null);
      },
      (thrown) => isOver || setProblem(ERROR_COPY[InferenceError.from(thrown).code].title),
    );
    return () => {
      isOver = true;
    };
  }, [outbound, request, choices]);
  return (
    <section className={styles.consent} aria-label={PRIVACY_COPY.ask}>
      <h3 ref={heading} tabIndex={-1}>
        {PRIVACY_COPY.ask}
      </h3>
      <OutboundView
        proposal={shown}
        choices={choices}
        onChoices={(next) => {
          hasChanged.current = true;
          setChoices(next);
        }}
      />
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.answers}>
        <Button
          look="primary"
          icon="cloud"
          onClick={() => outbound.answer(request.id, { type: "send", choices, body: shown.call.body })}
        >
          {PRIVACY_COPY.send}
        </Button>
        <Button onClick={() => outbound.answer(request.id, { type: "refuse" })}>{PRIVACY_COPY.refuse}</Button>
      </div>
    </section>
  );
}
