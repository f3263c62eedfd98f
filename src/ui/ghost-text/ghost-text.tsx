import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useActions, useApp, useAppStore } from "../app-context";
import { GHOST_COPY } from "../copy/ghost-text";
import styles from "./ghost-text.module.css";
import { createOfferController, type OfferController } from "./offer-controller";

interface GhostTextProps {
  /** The box that is written in; its parent is positioned and has nothing else in it. */
  box: RefObject<HTMLTextAreaElement | null>;
  /** What is in the box. */
  text: string;
  /** The class of the switch. */
  className: string | undefined;
}

/** A screen reader is told of an offer only when typing has rested for so long. */
const ANNOUNCE_AFTER_MS = 1200;

/** The switch for completing as one types, and, where it is on, the offers in the box. */
export function GhostText({ box, text, className }: GhostTextProps) {
  const isOn = useApp((state) => state.settings.completeAsYouType);
  const { updateSettings } = useActions();
  return (
    <>
      <label className={className} title={GHOST_COPY.hint}>
        <input
          type="checkbox"
          aria-description={GHOST_COPY.hint}
          checked={isOn}
          onChange={(event) => updateSettings({ completeAsYouType: event.target.checked })}
        />
        {GHOST_COPY.switch}
      </label>
      {isOn && <Offers box={box} text={text} />}
    </>
  );
}

function Offers({ box, text }: Omit<GhostTextProps, "className">) {
  const { writer } = useAppStore();
  const [offer, setOffer] = useState<string | null>(null);
  const controller = useRef<OfferController | null>(null);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    return attach(element, writer, setOffer, controller);
  }, [box, writer]);

  useEffect(() => controller.current?.holds(text), [text]);

  const element = box.current;
  if (offer === null || element?.parentElement == null) return null;
  return createPortal(
    <Ghost box={element} offer={offer} onNoRoom={() => controller.current?.shorten()} />,
    element.parentElement,
  );
}

type Writer = ReturnType<typeof useAppStore>["writer"];

/** Listens to the box for as long as offers are on. Returns the way to stop. */
function attach(
  box: HTMLTextAreaElement,
  writer: Writer,
  show: (offer: string | null) => void,
  holder: RefObject<OfferController | null>,
): () => void {
  const end = new AbortController();
  const { signal } = end;
  let model: "absent" | "loading" | "ready" = "absent";
  const controller = createOfferController({
    // Loading is not broken off by the next key, or it would never end.
    complete: async (before, aborted) => (model === "ready" ? writer.complete(before, aborted) : null),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    show,
  });
  holder.current = controller;

  function load(): void {
    if (model !== "absent") return;
    model = "loading";
    writer.prepare(signal).then(
      () => {
        model = "ready";
      },
      () => {
        model = "absent";
      },
    );
  }

  function insert(part: "all" | "word"): boolean {
    const taken = controller.take(part);
    if (taken === null) return false;
    // The only way to insert that the box's own undo knows; it is an input event like that of a key.
    document.execCommand("insertText", false, taken);
    return true;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const isUsed =
      (event.key === "Tab" && insert("all")) ||
      (event.key === "ArrowRight" && insert("word")) ||
      (event.key === "Escape" && controller.dismiss());
    if (isUsed) event.preventDefault();
  }

  function onInput(event: Event): void {
    load();
    if ((event as InputEvent).isComposing || box.readOnly) controller.interrupt();
    else controller.changed({ text: box.value, start: box.selectionStart, end: box.selectionEnd });
  }

  /** Where the caret was after the last input. */
  let caret = box.selectionEnd;
  function onSelection(): void {
    if (document.activeElement !== box) return;
    if (box.selectionStart !== caret || box.selectionEnd !== caret) controller.interrupt();
    caret = box.selectionEnd;
  }

  const interrupt = () => controller.interrupt();
  box.addEventListener("keydown", onKeyDown, { signal });
  box.addEventListener(
    "input",
    (event) => {
      caret = box.selectionEnd;
      onInput(event);
    },
    { signal },
  );
  box.addEventListener("compositionstart", interrupt, { signal });
  box.addEventListener("blur", interrupt, { signal });
  document.addEventListener("selectionchange", onSelection, { signal });
  controller.holds(box.value);
  return () => {
    end.abort();
    controller.dispose();
    holder.current = null;
    show(null);
  };
}

interface GhostProps {
  box: HTMLTextAreaElement;
  offer: string;
  onNoRoom: () => void;
}

/** The offer, drawn where the box would write it. */
function Ghost({ box, offer, onNoRoom }: GhostProps) {
  const layer = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLSpanElement>(null);
  const [spoken, setSpoken] = useState("");
  const { font, padding, letterSpacing } = getComputedStyle(box);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each offer is measured anew
  useLayoutEffect(() => {
    if (layer.current === null || ghost.current === null) return;
    layer.current.scrollTop = box.scrollTop;
    if (ghost.current.getBoundingClientRect().bottom > layer.current.getBoundingClientRect().bottom)
      onNoRoom();
  }, [box, offer, onNoRoom]);

  useEffect(() => {
    const timer = setTimeout(() => setSpoken(GHOST_COPY.announce(offer.trim())), ANNOUNCE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [offer]);

  return (
    <>
      <div
        ref={layer}
        aria-hidden="true"
        className={styles.layer}
        data-testid="ghost-text"
        style={{ font, padding, letterSpacing, width: box.clientWidth, height: box.clientHeight }}
      >
        {box.value.slice(0, box.selectionEnd)}
        <span ref={ghost} className={styles.offer}>
          {offer}
        </span>
      </div>
      <span className="visually-hidden" aria-live="polite">
        {spoken}
      </span>
    </>
  );
}
