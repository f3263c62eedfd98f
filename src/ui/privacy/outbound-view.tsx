import { useRef, useState } from "react";
import type { PrivacyChoices } from "../../core/privacy";
import type { MarkedStretch, OutboundMessage, OutboundProposal } from "../../core/run-privacy";
import { classNames } from "../class-names";
import { Button } from "../components/button";
import { ScrollBox } from "../components/scroll-box";
import { labelWords } from "../copy/output";
import { PRIVACY_COPY } from "../copy/privacy";
import { formatBytes } from "../format";
import { markedParts } from "./marked-parts";
import styles from "./outbound-view.module.css";

interface OutboundViewProps {
  proposal: OutboundProposal;
  choices: PrivacyChoices;
  onChoices: (choices: PrivacyChoices) => void;
}

/** What would leave, message by message, with what is masked and what is not; a press or a selection changes that. */
export function OutboundView({ proposal, choices, onChoices }: OutboundViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState("");
  const { messages, rule, call } = proposal;
  const marks = messages.flatMap((message) => message.marks);
  const isSearched = rule !== "as-is";
  const keep = (originals: readonly string[]) =>
    onChoices({
      ...choices,
      keep: [...new Set([...choices.keep, ...originals])],
      mask: choices.mask.filter((original) => !originals.includes(original)),
    });
  const mask = (originals: readonly string[]) =>
    onChoices({ ...choices, keep: choices.keep.filter((original) => !originals.includes(original)) });
  const toggle = ({ original, isMasked }: MarkedStretch) => (isMasked ? keep([original]) : mask([original]));
  const readSelection = () => {
    const selection = document.getSelection();
    const isInside = selection !== null && box.current?.contains(selection.anchorNode) === true;
    setSelected(isInside && selection !== null ? selection.toString().trim() : "");
  };
  return (
    <div className={styles.view}>
      <p className={styles.note}>
        {!isSearched
          ? PRIVACY_COPY.asIs
          : marks.length === 0
            ? PRIVACY_COPY.nothingFound
            : PRIVACY_COPY.check}
      </p>
      {isSearched && <Classes marks={marks} onKeep={keep} onMask={mask} />}
      <ScrollBox className={classNames(styles.scroll)} label={PRIVACY_COPY.title}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only listens to the selection; the button beside acts */}
        <div ref={box} onMouseUp={readSelection} onKeyUp={readSelection} onTouchEnd={readSelection}>
          {messages.map((message, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages of one proposal never move
            <Message key={index} message={message} onToggle={isSearched ? toggle : null} />
          ))}
        </div>
      </ScrollBox>
      <div className={styles.tools}>
        <Button
          size="small"
          disabled={selected === "" || !isSearched}
          onClick={() => {
            onChoices({
              ...choices,
              keep: choices.keep.filter((original) => original !== selected),
              mask: [...new Set([...choices.mask, selected])],
            });
            setSelected("");
          }}
        >
          {PRIVACY_COPY.maskSelection}
        </Button>
        {(choices.keep.length > 0 || choices.mask.length > 0) && (
          <Button size="small" look="quiet" onClick={() => onChoices({ ...choices, keep: [], mask: [] })}>
            {PRIVACY_COPY.undo}
          </Button>
        )}
      </div>
      {proposal.attachments > 0 && (
        <p className={styles.note}>{PRIVACY_COPY.attachments(proposal.attachments)}</p>
      )}
      <details>
        <summary>
          {PRIVACY_COPY.bytes} ({formatBytes(call.bytes)}, {call.url})
        </summary>
        <ExactBytes body={call.body} />
      </details>
    </div>
  );
}

/** A body as it leaves, to be read and copied. */
export function ExactBytes({ body }: { body: string }) {
  return (
    <ScrollBox className={classNames(styles.bytes)} label={PRIVACY_COPY.bytes}>
      <pre>{body}</pre>
    </ScrollBox>
  );
}

function Classes({
  marks,
  onKeep,
  onMask,
}: {
  marks: readonly MarkedStretch[];
  onKeep: (originals: readonly string[]) => void;
  onMask: (originals: readonly string[]) => void;
}) {
  const labels = [...new Set(marks.map(({ label }) => label))];
  if (labels.length === 0) return null;
  return (
    <ul className={styles.classes} aria-label={PRIVACY_COPY.classes}>
      {labels.map((label) => {
        const own = marks.filter((mark) => mark.label === label);
        const originals = [...new Set(own.map(({ original }) => original))];
        const isMasked = own.some((mark) => mark.isMasked);
        const words = labelWords(label);
        return (
          <li key={label}>
            <button
              type="button"
              className={styles.class}
              aria-pressed={isMasked}
              title={isMasked ? PRIVACY_COPY.keepAll(words) : PRIVACY_COPY.maskAll(words)}
              onClick={() => (isMasked ? onKeep(originals) : onMask(originals))}
            >
              {words} {originals.length}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Message({
  message: { role, text, marks },
  onToggle,
}: {
  message: OutboundMessage;
  onToggle: ((mark: MarkedStretch) => void) | null;
}) {
  return (
    <div className={styles.message}>
      <span className={styles.role}>{PRIVACY_COPY.roles[role]}</span>
      <p className={styles.text}>
        {markedParts(text, marks).map(({ text: part, mark }, index) =>
          mark === null ? (
            part
          ) : (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
              key={index}
              type="button"
              className={classNames(styles.mark, mark.isMasked ? styles.masked : styles.kept)}
              aria-pressed={mark.isMasked}
              disabled={onToggle === null}
              title={`${labelWords(mark.label)}: ${mark.original}. ${mark.isMasked ? PRIVACY_COPY.toKeep : PRIVACY_COPY.toMask}`}
              onClick={() => onToggle?.(mark)}
            >
              {part}
            </button>
          ),
        )}
      </p>
    </div>
  );
}
