import type { ReactNode } from "react";

/** A link out of the app; it opens a tab of its own, so that runs and downloads go on. */
export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
