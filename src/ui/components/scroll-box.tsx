import type { ReactNode } from "react";

/** A box that scrolls sideways where it must; the keyboard can reach it. */
export function ScrollBox(props: { label: string; className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <figure className={props.className} aria-label={props.label} tabIndex={0}>
      {props.children}
    </figure>
  );
}
