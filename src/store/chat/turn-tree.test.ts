import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Turn } from "../../core/conversation";
import { exampleRun } from "../../platform/storage/test-support/example-run";
import {
  addTurn,
  buildTree,
  type Chosen,
  chooseTurn,
  copyPath,
  EMPTY_TREE,
  nextOrder,
  pathOf,
  pathTo,
  replaceTurn,
  siblingsOf,
  type TurnTree,
} from "./turn-tree";

function userTurn(id: string, parentId: string | null, order: number): Turn {
  return {
    id,
    conversationId: "c",
    parentId,
    order,
    role: "user",
    createdAt: 0,
    text: `text of ${id}`,
    sensitive: false,
  };
}

function answerTurn(id: string, parentId: string | null, order: number): Turn {
  return {
    id,
    conversationId: "c",
    parentId,
    order,
    role: "assistant",
    run: exampleRun({ id, text: `answer ${id}` }),
  };
}

/** What a person does: writes on, edits the n-th message shown, asks again, or looks at another version. */
type Step = { type: "send" | "edit" | "retry" | "look"; pick: number; version: number };

const steps = fc.array(
  fc.record({
    type: fc.constantFrom("send" as const, "edit" as const, "retry" as const, "look" as const),
    pick: fc.nat(1000),
    version: fc.nat(1000),
  }),
  { maxLength: 40 },
);

interface Talk {
  tree: TurnTree;
  chosen: Chosen;
  made: string[];
}

function put(talk: Talk, turn: Turn): Talk {
  const tree = addTurn(talk.tree, turn);
  return { tree, chosen: chooseTurn(tree, talk.chosen, turn.id), made: [...talk.made, turn.id] };
}

function say(talk: Talk, parentId: string | null): Talk {
  const order = nextOrder(talk.tree);
  const asked = put(talk, userTurn(`u${order}`, parentId, order));
  return put(asked, answerTurn(`a${order + 1}`, `u${order}`, order + 1));
}

function take(talk: Talk, { type, pick, version }: Step): Talk {
  const path = pathOf(talk.tree, talk.chosen);
  const of = (role: Turn["role"]) => {
    const all = path.filter((turn) => turn.role === role);
    return all.length === 0 ? undefined : all[pick % all.length];
  };
  if (type === "send") return say(talk, path.at(-1)?.id ?? null);
  const turn = of(type === "edit" ? "user" : "assistant");
  if (turn === undefined) return talk;
  if (type === "edit") return say(talk, turn.parentId);
  if (type === "retry") {
    const order = nextOrder(talk.tree);
    return put(talk, answerTurn(`a${order}`, turn.parentId, order));
  }
  const any = path[pick % path.length] as Turn;
  const versions = siblingsOf(talk.tree, any);
  const wanted = versions[version % versions.length] as string;
  return { ...talk, chosen: chooseTurn(talk.tree, talk.chosen, wanted) };
}

const talks = steps.map((all) => all.reduce(take, { tree: EMPTY_TREE, chosen: {}, made: [] }));

describe("a conversation as a tree", () => {
  it("shows a consistent path after any edits, retries and looks: linked, and by turns from the person on", () => {
    fc.assert(
      fc.property(talks, ({ tree, chosen }) => {
        const path = pathOf(tree, chosen);
        path.forEach((turn, index) => {
          expect(turn.parentId).toBe(path[index - 1]?.id ?? null);
          expect(turn.role).toBe(index % 2 === 0 ? "user" : "assistant");
        });
        const last = path.at(-1);
        if (last !== undefined) {
          expect(tree.children.get(last.id)).toBeUndefined();
          expect(pathTo(tree, last.id)).toEqual(path);
        }
      }),
    );
  });

  it("loses no turn: each one ever made can be brought to the screen, and is among its own versions", () => {
    fc.assert(
      fc.property(talks, ({ tree, chosen, made }) => {
        expect([...tree.byId.keys()].sort()).toEqual([...made].sort());
        for (const id of made) {
          const shown = pathOf(tree, chooseTurn(tree, chosen, id)).map((turn) => turn.id);
          expect(shown).toContain(id);
          const turn = tree.byId.get(id) as Turn;
          expect(siblingsOf(tree, turn)).toContain(id);
        }
      }),
    );
  });

  it("goes back to exactly what was there before an edit or a retry", () => {
    fc.assert(
      fc.property(talks, steps, (talk, later) => {
        const before = pathOf(talk.tree, talk.chosen);
        const last = before.at(-1);
        fc.pre(last !== undefined);
        const after = later.filter(({ type }) => type !== "send").reduce(take, talk);
        const back = pathOf(after.tree, chooseTurn(after.tree, after.chosen, last?.id ?? ""));
        expect(back.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  it("is the same after it was kept and read again, in whatever order the turns come", () => {
    fc.assert(
      fc.property(
        talks.chain((talk) =>
          fc.tuple(
            fc.constant(talk),
            fc.shuffledSubarray([...talk.tree.byId.values()], { minLength: talk.made.length }),
          ),
        ),
        ([talk, kept]) => {
          const again = buildTree(kept);
          expect(again.children).toEqual(talk.tree.children);
          expect(pathOf(again, talk.chosen)).toEqual(pathOf(talk.tree, talk.chosen));
        },
      ),
    );
  });

  it("branches with equal words under new ids, and leaves the old conversation as it was", () => {
    fc.assert(
      fc.property(talks, fc.nat(), (talk, pick) => {
        fc.pre(talk.made.length > 0);
        const from = talk.made[pick % talk.made.length] as string;
        const before = new Map(talk.tree.byId);
        let last = 0;
        const copies = copyPath(talk.tree, from, {
          conversationId: "new",
          newId: () => {
            last += 1;
            return `n${last}`;
          },
        });
        const words = (turn: Turn) => (turn.role === "user" ? turn.text : turn.run.text);
        expect(copies.map(words)).toEqual(pathTo(talk.tree, from).map(words));
        expect(pathOf(buildTree(copies), {})).toEqual(copies);
        for (const copy of copies) {
          expect(talk.tree.byId.has(copy.id)).toBe(false);
          expect(copy.conversationId).toBe("new");
          if (copy.role === "assistant")
            expect([copy.run.id, copy.run.request.id]).toEqual([copy.id, copy.id]);
        }
        expect(talk.tree.byId).toEqual(before);
      }),
    );
  });

  it("S6 keeps every turn of damaged records within reach: lost parents, circles, twins", () => {
    const anyTurn = fc
      .record({ id: fc.nat(12), parent: fc.option(fc.nat(12)), order: fc.nat(12), isUser: fc.boolean() })
      .map(({ id, parent, order, isUser }) =>
        (isUser ? userTurn : answerTurn)(`t${id}`, parent === null ? null : `t${parent}`, order),
      );
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 30 }), (turns) => {
        const tree = buildTree(turns);
        for (const { id } of turns) {
          const shown = pathOf(tree, chooseTurn(tree, {}, id)).map((turn) => turn.id);
          expect(shown).toContain(id);
        }
      }),
    );
  });

  it("takes a newer state of a turn without moving it", () => {
    const { tree } = say(say({ tree: EMPTY_TREE, chosen: {}, made: [] }, null), "a1");
    const newer = answerTurn("a1", "u0", 1);
    if (newer.role === "assistant") newer.run = exampleRun({ id: "a1", text: "more" });
    expect(pathOf(replaceTurn(tree, newer), {})[1]).toBe(newer);
    expect(replaceTurn(tree, answerTurn("gone", null, 9))).toBe(tree);
  });
});
