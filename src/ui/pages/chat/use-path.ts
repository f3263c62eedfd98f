import { useMemo } from "react";
import type { Turn } from "../../../core/conversation";
import { currentTree } from "../../../store/chat/chat-selectors";
import { pathOf, type TurnTree } from "../../../store/chat/turn-tree";
import { useApp } from "../../app-context";

/** The open conversation's turns, and those of them that are shown; null while they are being read. */
export function usePath(): { tree: TurnTree; path: readonly Turn[] } | null {
  const tree = useApp(currentTree);
  const chosen = useApp((state) => state.chat.current?.chosen);
  return useMemo(
    () => (tree === undefined ? null : { tree, path: pathOf(tree, chosen ?? {}) }),
    [tree, chosen],
  );
}
