import type { Conversation, Turn } from "../../core/conversation";
import type { Run } from "../../core/run";
import type { Notice } from "../app-state";
import type { HistoryContents } from "../dependencies";
import { closeInterrupted, saveFailure } from "../history-slice";
import type { SliceContext } from "../slice";
import type { ChatState } from "./chat-state";
import { buildTree, chainOf, type TurnTree } from "./turn-tree";

/** What is kept of conversations: the list, their turns, and their answers. */
export interface ChatLibrary {
  /** Reads the list, once; a conversation begun since stays in it. */
  list(): Promise<void>;
  /**
   * Reads the turns of a conversation: of a long one first those that are shown, then all of them.
   * @returns whether they could be read.
   */
  read(conversation: Conversation): Promise<boolean>;
  /** Reads what something else has written since; nothing that is only in memory is lost. */
  reread(): Promise<void>;
  /** What `pick` takes of every answer there is, kept or only in memory. @throws what the storage throws. */
  answers<Picked>(pick: (run: Run) => Picked): Promise<readonly Picked[]>;
}

/** Turns of a long conversation that are shown before all of it was read. */
const WINDOW_TURNS = 60;

/** Builds the library; everything it reads goes into the state. */
export function createChatLibrary(
  { get, set, dependencies }: SliceContext,
  observer: { notify(notice: Notice): void },
): ChatLibrary {
  let listing: Promise<void> | null = null;
  const put = (change: (chat: ChatState) => Partial<ChatState>) =>
    set((state) => ({ chat: { ...state.chat, ...change(state.chat) } }));
  const tellDamaged = (count: number) => {
    if (count > 0) observer.notify({ kind: "history-quarantined", count });
  };

  const list = async () => {
    try {
      const { conversations, quarantined } = await (await dependencies.openConversations()).list();
      tellDamaged(quarantined);
      put((chat) => {
        const known = new Set(chat.conversations.map(({ id }) => id));
        const all = [...chat.conversations, ...conversations.filter(({ id }) => !known.has(id))];
        return { conversations: all.sort((one, other) => other.updatedAt - one.updatedAt) };
      });
    } catch (thrown) {
      observer.notify(saveFailure(thrown));
    }
  };

  const listOnce = () => {
    listing ??= list();
    return listing;
  };

  const putTree = (id: string, tree: TurnTree) => put(({ trees }) => ({ trees: { ...trees, [id]: tree } }));
  const isKnown = (id: string) => get().chat.conversations.some((each) => each.id === id);
  const turnsOf = async (id: string) => {
    const { turns, quarantined } = await (await dependencies.openConversations()).turns(id);
    tellDamaged(quarantined);
    return turns.map(asItEnded);
  };

  return {
    list: listOnce,

    async read({ id, lastShownId }) {
      const { chat } = get();
      if (chat.trees[id] !== undefined || chat.reading.includes(id)) return true;
      put(({ reading }) => ({ reading: [...reading, id] }));
      let window: TurnTree | null = null;
      try {
        if (lastShownId !== undefined) {
          const port = await dependencies.openConversations();
          const recent = await port.recent(id, lastShownId, WINDOW_TURNS);
          if (recent.length > 0) window = chainOf(recent.map(asItEnded));
          if (window !== null && isKnown(id)) putTree(id, window);
        }
        const all = await turnsOf(id);
        // What is on the page already stays the same object, so that it is not drawn again.
        const shown = window?.byId;
        if (isKnown(id)) putTree(id, buildTree(all.map((turn) => shown?.get(turn.id) ?? turn)));
        return true;
      } catch (thrown) {
        observer.notify(saveFailure(thrown));
        put(({ trees: { [id]: _, ...trees } }) => ({ trees }));
        return false;
      } finally {
        put(({ reading }) => ({ reading: reading.filter((each) => each !== id) }));
      }
    },

    async reread() {
      await list();
      try {
        for (const id of Object.keys(get().chat.trees)) {
          const kept = await turnsOf(id);
          const tree = get().chat.trees[id];
          const missing = kept.filter((turn) => tree?.byId.has(turn.id) === false);
          if (tree !== undefined && missing.length > 0)
            putTree(id, buildTree([...tree.byId.values(), ...missing]));
        }
      } catch (thrown) {
        observer.notify(saveFailure(thrown));
      }
    },

    async answers<Picked>(pick: (run: Run) => Picked) {
      await listOnce();
      const answers: Picked[] = [];
      for (const { id } of get().chat.conversations) {
        const { trees, reading } = get().chat;
        const tree = reading.includes(id) ? undefined : trees[id];
        const turns = tree === undefined ? await turnsOf(id) : tree.byId.values();
        for (const turn of turns) if (turn.role === "assistant") answers.push(pick(turn.run));
      }
      return answers;
    },
  };
}

/** Conversations and turns as memory has them, the newest state of answers that are going among them. */
export function chatInMemory({ conversations, trees, live }: ChatState): Omit<HistoryContents, "runs"> {
  const ids = new Set(conversations.map(({ id }) => id));
  const turns = Object.values(trees).flatMap(({ byId }) => [...byId.values()]);
  return {
    conversations,
    turns: turns
      .filter(({ conversationId }) => ids.has(conversationId))
      .map((turn) => (turn.role === "user" ? turn : { ...turn, run: live[turn.id]?.run ?? turn.run })),
  };
}

/** An answer whose tab went away is shown with what it had, as stopped. */
function asItEnded(turn: Turn): Turn {
  return turn.role === "user" ? turn : { ...turn, run: closeInterrupted(turn.run) };
}
