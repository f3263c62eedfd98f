import { startTransition, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Turn } from "../../../core/conversation";
import { isAnswering, isReading } from "../../../store/chat/chat-selectors";
import { siblingsOf } from "../../../store/chat/turn-tree";
import { useApp } from "../../app-context";
import { Button } from "../../components/button";
import { CHAT_COPY } from "../../copy/chat";
import { AnswerTurn } from "./answer-turn";
import { MessageTurn } from "./message-turn";
import styles from "./transcript.module.css";
import { usePath } from "./use-path";
import { useStickToEnd } from "./use-stick-to-end";

/** Turns that are drawn at first, and how many more each time the reader comes near the top. */
const FIRST_TURNS = 20;
const STEP_TURNS = 10;

/** The turns of the open conversation, the newest in full view; earlier ones are drawn when they are reached. */
export function Transcript() {
  const id = useApp((state) => state.chat.current?.id);
  const talk = usePath();
  const busy = useApp((state) => isAnswering(state.chat, state.chat.current?.id));
  const reading = useApp((state) => isReading(state.chat));
  const [shown, setShown] = useState({ id, count: FIRST_TURNS });
  const content = useRef<HTMLDivElement>(null);
  const { isAway, toEnd } = useStickToEnd(content, talk === null ? undefined : id);
  const count = shown.id === id ? shown.count : FIRST_TURNS;
  const length = talk?.path.length ?? 0;
  const hidden = Math.max(0, length - count);

  // What is put above must not move what is being read; the browser sees to that only below the top of the page.
  const list = useRef<HTMLOListElement>(null);
  const before = useRef({ id, count, hidden });
  useLayoutEffect(() => {
    const hasGrown = before.current.id === id && before.current.count < count;
    const added = hasGrown ? before.current.hidden - hidden : 0;
    before.current = { id, count, hidden };
    const [first, reader] = [list.current?.children[0], list.current?.children[added]];
    if (added <= 0 || first === undefined || reader === undefined) return;
    const moved = reader.getBoundingClientRect().top - first.getBoundingClientRect().top;
    window.scrollBy({ top: moved, behavior: "instant" });
  }, [id, count, hidden]);

  // What the person has just asked for is brought to view, wherever they were reading.
  useEffect(() => {
    if (busy) toEnd();
  }, [busy, toEnd]);

  return (
    <div className={styles.transcript} ref={content}>
      {talk === null ? (
        <p className={styles.reading}>{id === undefined ? "" : CHAT_COPY.reading}</p>
      ) : length === 0 ? (
        <div className={styles.empty}>
          <p className={styles.emptyTitle}>{CHAT_COPY.emptyTitle}</p>
          <p>{CHAT_COPY.emptyBody}</p>
        </div>
      ) : (
        <>
          {hidden === 0 && reading && <p className={styles.earlier}>{CHAT_COPY.readingEarlier}</p>}
          {hidden > 0 && (
            <Earlier
              key={count}
              hidden={reading ? null : hidden}
              onReached={() => startTransition(() => setShown({ id, count: count + STEP_TURNS }))}
            />
          )}
          <ol ref={list} className={styles.turns} aria-label={CHAT_COPY.transcript}>
            {talk.path.slice(hidden).map((turn) => (
              <li key={turn.id} className={styles.turn}>
                <TurnView
                  turn={turn}
                  versions={siblingsOf(talk.tree, turn)}
                  busy={busy || reading}
                  isLast={turn === talk.path.at(-1)}
                />
              </li>
            ))}
          </ol>
        </>
      )}
      {isAway && busy && (
        <div className={styles.jump}>
          <Button size="small" onClick={toEnd}>
            {CHAT_COPY.latest}
          </Button>
        </div>
      )}
    </div>
  );
}

interface TurnViewProps {
  turn: Turn;
  versions: readonly string[];
  busy: boolean;
  isLast: boolean;
}

function TurnView({ turn, versions, busy, isLast }: TurnViewProps) {
  return turn.role === "user" ? (
    <MessageTurn turn={turn} versions={versions} busy={busy} isLast={isLast} />
  ) : (
    <AnswerTurn turn={turn} versions={versions} busy={busy} />
  );
}

/** Draws more of the conversation when it comes near the screen, or is pressed; `hidden` is null while unknown. */
function Earlier({ hidden, onReached }: { hidden: number | null; onReached: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const reached = useRef(onReached);
  reached.current = onReached;
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) reached.current();
      },
      { rootMargin: "400px 0px 0px 0px" },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className={styles.earlier}>
      <Button look="quiet" size="small" onClick={onReached}>
        {CHAT_COPY.earlier(hidden)}
      </Button>
    </div>
  );
}
