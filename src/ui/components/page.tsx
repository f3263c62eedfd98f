import type { ReactNode } from "react";
import { PAGE_LABELS, PAGE_LEADS } from "../copy/pages";
import type { PageName } from "../router";
import styles from "./page.module.css";

/** The frame of every page but Work: heading, one line, and the page's own buttons. */
export function Page({
  name,
  actions,
  children,
}: {
  name: PageName;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <div>
          <h1>{PAGE_LABELS[name]}</h1>
          <p className={styles.lead}>{PAGE_LEADS[name]}</p>
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      {lead !== undefined && <p>{lead}</p>}
      {children}
    </section>
  );
}
