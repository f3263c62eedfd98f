import { Component, lazy, memo, type ReactNode, Suspense, useRef } from "react";
import type { TextPieces } from "../../store/text-pieces";
import markdownStyles from "./markdown.module.css";
import styles from "./output.module.css";
import { NOTHING_READ, type ReadText, readOn } from "./read-text";
import { useDrawnBlocks } from "./use-drawn-blocks";

const MarkdownBlockView = lazy(async () => ({
  default: (await import("./markdown-block")).MarkdownBlockView,
}));

interface TextOutputProps {
  text: string;
  /** The same text as it came, where it was streamed here. */
  pieces?: TextPieces | undefined;
  /** Drawn as it was written, not as markdown. */
  plain: boolean;
}

/**
 * A text answer. Markdown is parsed a block at a time, and its parser is fetched only when the text uses any; until
 * then, and where it cannot be parsed, the text stands as it was written.
 */
export function TextOutput({ text, pieces, plain }: TextOutputProps) {
  const read = useRef<ReadText>(NOTHING_READ);
  read.current = readOn(read.current, text, pieces ?? null);
  const { split: now, isMarkdown } = read.current;
  const asMarkdown = isMarkdown && !plain;
  const all = now.open === null ? now.closed : [...now.closed, now.open];
  const drawn = useDrawnBlocks(all);
  const blocks = asMarkdown ? all.slice(0, drawn) : all;
  return (
    <div className={asMarkdown ? markdownStyles.markdown : styles.text}>
      {blocks.map((block, index) =>
        asMarkdown ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
          <SafeBlock key={index} source={block.prefix + block.source} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
          <PlainBlock key={index} text={block.source} />
        ),
      )}
    </div>
  );
}

const PlainBlock = memo(function PlainBlock({ text }: { text: string }) {
  return <div className={styles.plainBlock}>{text}</div>;
});

const SafeBlock = memo(function SafeBlock({ source }: { source: string }) {
  const written = <div className={styles.text}>{source}</div>;
  return (
    <div className={markdownStyles.block}>
      <BlockBoundary fallback={written}>
        <Suspense fallback={written}>
          <MarkdownBlockView source={source} />
        </Suspense>
      </BlockBoundary>
    </div>
  );
});

/** Shows a block as it was written when its parser fails or cannot be fetched. */
class BlockBoundary extends Component<{ fallback: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
