import { useEffect, useState } from "react";
import { InferenceError } from "../../core/errors";
import { PRIVACY_RULES, type PrivacyChoices, type PrivacyRule } from "../../core/privacy";
import type { RouteDecision } from "../../core/route";
import type { OutboundProposal } from "../../core/run-privacy";
import type { WritingPlace } from "../../store/outbound";
import { useAppStore } from "../app-context";
import { Button } from "../components/button";
import { SelectField } from "../components/field";
import { Icon } from "../components/icon";
import { ERROR_COPY } from "../copy/errors";
import { labelWords } from "../copy/output";
import { PRIVACY_COPY, RULE_HELP, RULE_LABELS } from "../copy/privacy";
import { OutboundView } from "./outbound-view";
import styles from "./what-will-be-sent.module.css";

interface WhatWillBeSentProps {
  place: WritingPlace;
  /** What a run would do now; each new one has the body read again. */
  preview: RouteDecision;
  choices: PrivacyChoices;
  onChoices: (choices: PrivacyChoices) => void;
}

/** What private text was found in what is being written, what becomes of it, and the body that would leave. */
export function WhatWillBeSent({ place, preview, choices, onChoices }: WhatWillBeSentProps) {
  const [isOpen, setOpen] = useState(false);
  const { privateLabels, privacyRule, privacyUnchecked } = preview.signals;
  if (privacyRule === undefined && choices.rule === undefined) {
    // Nothing is set up that could be sent to, or nothing may leave: there is nothing to say.
    return null;
  }
  const mayLeave = preview.policy.mode === "compare" || preview.target?.location !== "local";
  return (
    <div className={styles.box}>
      <p className={styles.line} role="status">
        <Icon name="device" size={14} />
        <span>{lineOf(preview, choices)}</span>
        {choices.rule === "as-is" ? (
          <Button size="small" look="quiet" onClick={() => onChoices(withRule(choices, undefined))}>
            {PRIVACY_COPY.taintBack}
          </Button>
        ) : (
          (privateLabels?.length ?? 0) > 0 && (
            <Button size="small" look="quiet" onClick={() => onChoices(withRule(choices, "as-is"))}>
              {PRIVACY_COPY.taintLift}
            </Button>
          )
        )}
      </p>
      {mayLeave && privacyUnchecked !== true && (
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{PRIVACY_COPY.title}</summary>
          {isOpen && <Proposal {...{ place, preview, choices, onChoices }} />}
        </details>
      )}
    </div>
  );
}

function Proposal({ place, preview, choices, onChoices }: WhatWillBeSentProps) {
  const { outbound } = useAppStore();
  const [state, setState] = useState<{ proposal: OutboundProposal | null; problem: string | null } | null>(
    null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each preview stands for a change of what is written
  useEffect(() => {
    const stop = new AbortController();
    outbound.propose(place, stop.signal).then(
      (proposal) => stop.signal.aborted || setState({ proposal, problem: null }),
      (thrown) => stop.signal.aborted || setState({ proposal: null, problem: problemWords(thrown) }),
    );
    return () => stop.abort();
  }, [outbound, place, preview, choices]);
  return (
    <div className={styles.proposal}>
      <SelectField
        label={PRIVACY_COPY.rule}
        hint={choices.rule === undefined ? undefined : RULE_HELP[choices.rule]}
        value={choices.rule ?? ""}
        onChange={({ target }) =>
          onChoices(
            withRule(
              choices,
              PRIVACY_RULES.find((rule) => rule === target.value),
            ),
          )
        }
      >
        <option value="">{PRIVACY_COPY.ruleOfSettings}</option>
        {PRIVACY_RULES.map((rule) => (
          <option key={rule} value={rule}>
            {RULE_LABELS[rule]}
          </option>
        ))}
      </SelectField>
      {state === null && <p className={styles.note}>{PRIVACY_COPY.looking}</p>}
      {state !== null && state.problem !== null && (
        <p className={styles.problem} role="alert">
          {state.problem}
        </p>
      )}
      {state?.proposal && <OutboundView proposal={state.proposal} {...{ choices, onChoices }} />}
    </div>
  );
}

function lineOf({ signals, target, policy }: RouteDecision, { rule }: PrivacyChoices): string {
  const { privateLabels, privacyRule, privacyUnchecked } = signals;
  if (rule === "as-is") return PRIVACY_COPY.taintLifted;
  if (privacyUnchecked) return PRIVACY_COPY.failed;
  if (privacyRule === "as-is") return PRIVACY_COPY.asIs;
  if (privateLabels === undefined) return PRIVACY_COPY.looking;
  if (privateLabels.length === 0) return PRIVACY_COPY.nothingFound;
  const words = privateLabels.map(labelWords).join(", ");
  if (privacyRule === "never") return PRIVACY_COPY.foundNever(words);
  if (policy.mode === "auto" && target?.location === "local") return PRIVACY_COPY.foundStays(words);
  return privacyRule === "ask" ? PRIVACY_COPY.foundAsk(words) : PRIVACY_COPY.foundMasked(words);
}

function withRule({ rule: _, ...choices }: PrivacyChoices, rule: PrivacyRule | undefined): PrivacyChoices {
  return rule === undefined ? choices : { ...choices, rule };
}

function problemWords(thrown: unknown): string {
  const { code } = InferenceError.from(thrown);
  return code === "egress-denied"
    ? PRIVACY_COPY.never
    : `${ERROR_COPY[code].title}. ${ERROR_COPY[code].body}`;
}
