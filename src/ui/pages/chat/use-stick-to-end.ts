import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** So near to the end counts as being there, in CSS pixels. */
const NEAR_PX = 48;

/** Whether the reader has left the end, and the way back to it. */
export interface StickToEnd {
  isAway: boolean;
  toEnd(): void;
}

/**
 * Keeps the page at its end while `content` grows, until the reader scrolls up: any upward move lets go at once, and
 * only coming back to the end takes hold again. A change of `key` begins at the end.
 */
export function useStickToEnd(content: RefObject<HTMLElement | null>, key: string | undefined): StickToEnd {
  const isHeld = useRef(true);
  const [isAway, setAway] = useState(false);

  const toEnd = useCallback(() => {
    isHeld.current = true;
    setAway(false);
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation begins at its end
  useEffect(toEnd, [key, toEnd]);

  useEffect(() => {
    const element = content.current;
    if (element === null) return;
    const hold = (held: boolean) => {
      isHeld.current = held;
      setAway(!held);
    };
    let lastTop = window.scrollY;
    let lastHeight = document.documentElement.scrollHeight;
    const onScroll = () => {
      const { scrollHeight, clientHeight } = document.documentElement;
      const top = window.scrollY;
      // Content that became shorter moves the page too, and nobody meant anything by it.
      if (top < lastTop && scrollHeight >= lastHeight) hold(false);
      else if (top > lastTop && scrollHeight - clientHeight - top < NEAR_PX) hold(true);
      lastTop = top;
      lastHeight = scrollHeight;
    };
    const observer = new ResizeObserver(() => {
      if (isHeld.current)
        window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    });
    observer.observe(element);
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      window.removeEventListener("scroll", onScroll);
    };
  }, [content]);

  return { isAway, toEnd };
}
