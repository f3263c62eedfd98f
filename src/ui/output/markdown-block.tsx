import { memo } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { ScrollBox } from "../components/scroll-box";
import { OUTPUT_COPY } from "../copy/output";
import styles from "./markdown.module.css";
import { safeLink } from "./safe-link";

/**
 * How model output is drawn (row U1): no raw HTML, no remote image, links only to http, https and mail, each with
 * its full address beside it. Headings all have the level below the pane's,
 * so that no answer can upset the page's outline.
 */
const COMPONENTS: Components = {
  a: ({ href, children }) => {
    const target = safeLink(href);
    if (target === null) return <span>{children}</span>;
    const words = plainWords(children);
    return (
      <>
        <a href={target} target="_blank" rel="noopener noreferrer nofollow">
          {children}
        </a>
        {words !== target && words !== target.replace(/\/$/, "") && (
          <span className={styles.target}> ({target})</span>
        )}
      </>
    );
  },
  img: ({ src, alt }) => {
    const target = safeLink(typeof src === "string" ? src : undefined);
    return (
      <span className={styles.image}>
        {alt === undefined || alt === "" ? "" : `${alt}. `}
        {OUTPUT_COPY.remoteImage} {target ?? "(address refused)"}{" "}
        {target !== null && (
          <a href={target} target="_blank" rel="noopener noreferrer nofollow">
            {OUTPUT_COPY.loadImage}
          </a>
        )}
      </span>
    );
  },
  input: ({ checked }) => <span>{checked === true ? "☑ " : "☐ "}</span>,
  table: ({ children }) => (
    <ScrollBox label="Table" className={styles.table ?? ""}>
      <table>{children}</table>
    </ScrollBox>
  ),
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <pre tabIndex={0}>{children}</pre>
  ),
  h1: ({ children }) => <h3 className={styles.large}>{children}</h3>,
  h2: ({ children }) => <h3 className={styles.large}>{children}</h3>,
  h3: ({ children }) => <h3>{children}</h3>,
  h4: ({ children }) => <h3>{children}</h3>,
  h5: ({ children }) => <h3>{children}</h3>,
  h6: ({ children }) => <h3>{children}</h3>,
};
const PLUGINS = [remarkGfm];

/** One block of markdown; parsed again only when its own text changes. */
export const MarkdownBlockView = memo(function MarkdownBlockView({ source }: { source: string }) {
  return (
    <Markdown
      remarkPlugins={PLUGINS}
      components={COMPONENTS}
      urlTransform={(address) => safeLink(address) ?? ""}
    >
      {source}
    </Markdown>
  );
});

function plainWords(children: unknown): string | null {
  return typeof children === "string" ? children : null;
}
