import { ROOT, type Turn } from "../../core/conversation";

/** A conversation's turns, with the way down. Immutable. */
export interface TurnTree {
  readonly byId: ReadonlyMap<string, Turn>;
  /** Ids of the turns after each one ({@link ROOT} for the first), oldest first. */
  readonly children: ReadonlyMap<string, readonly string[]>;
}

/** Which child is shown where there are several; absent: the newest. */
export type Chosen = Readonly<Record<string, string>>;

/** A conversation without turns. */
export const EMPTY_TREE: TurnTree = { byId: new Map(), children: new Map() };

/**
 * The tree of turns in any order. No turn is lost: one whose parent is missing or not older (a damaged record, a
 * forged file) becomes a first turn.
 */
export function buildTree(turns: readonly Turn[]): TurnTree {
  const byId = new Map<string, Turn>();
  for (const turn of turns) if (!byId.has(turn.id)) byId.set(turn.id, turn);
  const children = new Map<string, string[]>();
  for (const turn of [...byId.values()].sort((one, other) => one.order - other.order)) {
    const parent = turn.parentId === null ? undefined : byId.get(turn.parentId);
    const isSound = parent !== undefined && parent.order < turn.order;
    if (!isSound && turn.parentId !== null) byId.set(turn.id, { ...turn, parentId: null });
    const key = isSound ? parent.id : ROOT;
    const siblings = children.get(key);
    if (siblings === undefined) children.set(key, [turn.id]);
    else siblings.push(turn.id);
  }
  return { byId, children };
}

/** A stretch of a path as a tree of its own: each turn after the one before it. Its first may have a parent elsewhere. */
export function chainOf(turns: readonly Turn[]): TurnTree {
  return {
    byId: new Map(turns.map((turn) => [turn.id, turn])),
    children: new Map(turns.map((turn, index) => [turns[index - 1]?.id ?? ROOT, [turn.id]])),
  };
}

/** The tree with one more turn, the newest of its siblings. Its parent must be there. */
export function addTurn(tree: TurnTree, turn: Turn): TurnTree {
  const key = turn.parentId ?? ROOT;
  return {
    byId: new Map(tree.byId).set(turn.id, turn),
    children: new Map(tree.children).set(key, [...(tree.children.get(key) ?? []), turn.id]),
  };
}

/** The tree with a newer state of a turn that it has; its place stays. */
export function replaceTurn(tree: TurnTree, turn: Turn): TurnTree {
  if (!tree.byId.has(turn.id)) return tree;
  return { ...tree, byId: new Map(tree.byId).set(turn.id, turn) };
}

/** The `order` of the next turn. */
export function nextOrder(tree: TurnTree): number {
  let highest = -1;
  for (const { order } of tree.byId.values()) if (order > highest) highest = order;
  return highest + 1;
}

/** The turns that are shown: from a first turn down to one that nothing follows. */
export function pathOf(tree: TurnTree, chosen: Chosen): Turn[] {
  const path: Turn[] = [];
  let key = ROOT;
  for (;;) {
    const siblings = tree.children.get(key);
    if (siblings === undefined) return path;
    const wanted = chosen[key];
    const id = wanted !== undefined && siblings.includes(wanted) ? wanted : siblings.at(-1);
    const turn = id === undefined ? undefined : tree.byId.get(id);
    if (turn === undefined) return path;
    path.push(turn);
    key = turn.id;
  }
}

/** The turn with all before it, first one first; empty when there is no such turn. */
export function pathTo(tree: TurnTree, turnId: string): Turn[] {
  const path: Turn[] = [];
  let turn = tree.byId.get(turnId);
  while (turn !== undefined) {
    path.push(turn);
    turn = turn.parentId === null ? undefined : tree.byId.get(turn.parentId);
  }
  return path.reverse();
}

/** The versions of a turn, itself included, oldest first. */
export function siblingsOf(tree: TurnTree, turn: Turn): readonly string[] {
  return tree.children.get(turn.parentId ?? ROOT) ?? [];
}

/** The choice under which the turn is on the shown path; what was chosen elsewhere is kept. */
export function chooseTurn(tree: TurnTree, chosen: Chosen, turnId: string): Chosen {
  const choice: Record<string, string> = { ...chosen };
  for (const turn of pathTo(tree, turnId)) {
    const key = turn.parentId ?? ROOT;
    if (siblingsOf(tree, turn).at(-1) === turn.id) delete choice[key];
    else choice[key] = turn.id;
  }
  return choice;
}

/** The path to a turn as the turns of another conversation, under new ids. */
export function copyPath(
  tree: TurnTree,
  turnId: string,
  { conversationId, newId }: { conversationId: string; newId(): string },
): Turn[] {
  let parentId: string | null = null;
  return pathTo(tree, turnId).map((turn, order) => {
    const id = newId();
    const place = { id, conversationId, parentId, order };
    parentId = id;
    if (turn.role === "user") return { ...turn, ...place };
    const { run } = turn;
    const decision = run.decision === null ? null : { ...run.decision, requestId: id };
    return { ...turn, ...place, run: { ...run, id, request: { ...run.request, id }, decision } };
  });
}
