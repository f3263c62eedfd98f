import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Leg, RouteDecision } from "../../core/route";
import { exampleModel } from "../../core/test-support/example-records";
import { createEgressDoor } from "./egress-door";

const model = (location: "local" | "cloud") =>
  exampleModel(location, { engine: location === "cloud" ? "cloud" : "onnx" });

function decisionFor(
  requestId: string,
  parts: {
    target: "local" | "cloud" | null;
    fallbacks: readonly ("local" | "cloud")[];
    mode: RouteDecision["policy"]["mode"];
    sensitive: boolean;
    allowCloudFallback: boolean;
  },
): RouteDecision {
  const side = (location: "local" | "cloud") => ({ location, model: model(location) });
  return {
    requestId,
    target: parts.target && side(parts.target),
    fallbacks: parts.fallbacks.map(side),
    reasons: [],
    ruledOut: [],
    policy: { mode: parts.mode, allowCloudFallback: parts.allowCloudFallback, allowLocalFallback: true },
    signals: {
      online: true,
      cloudReady: true,
      local: "ready",
      inputTokens: 1,
      textTokens: 1,
      attachmentTypes: [],
      sensitive: parts.sensitive,
    },
    estimates: { local: null, cloud: null },
  };
}

/** A network that records what it was given and answers as told. */
function recordingNetwork(answer: () => Promise<Response> = async () => new Response("ok")) {
  const seen: { url: string; body: unknown; init: RequestInit }[] = [];
  const fetchFunction: typeof fetch = async (url, init = {}) => {
    seen.push({ url: String(url), body: init.body, init });
    return answer();
  };
  return { seen, fetchFunction };
}

const CLOUD = {
  target: "cloud",
  fallbacks: [],
  mode: "cloud",
  sensitive: false,
  allowCloudFallback: false,
} as const;
const outbound = (body: string, url = "https://api.example/v1/chat/completions") => ({
  url,
  body,
  bytes: new TextEncoder().encode(body).length,
});
const sending = (body: string, url = "https://api.example/v1/chat/completions") => ({
  url,
  body,
  headers: {},
  signal: new AbortController().signal,
});

describe("the egress door", () => {
  it("is closed until a decision for that very run opens it", async () => {
    const { seen, fetchFunction } = recordingNetwork();
    const door = createEgressDoor(fetchFunction);
    door.open(decisionFor("one", CLOUD), 0, outbound("hello"));
    await expect(door.send("two", sending("hello"))).rejects.toMatchObject({ code: "egress-denied" });
    expect(seen).toHaveLength(0);
    await door.send("one", sending("hello"));
    door.close("one");
    await expect(door.send("one", sending("hello"))).rejects.toMatchObject({ code: "egress-denied" });
    expect(seen).toHaveLength(1);
  });

  it("counts UTF-8 bytes of every attempt, failed ones included", async () => {
    const { fetchFunction } = recordingNetwork(async () => {
      throw new TypeError("Failed to fetch");
    });
    const door = createEgressDoor(fetchFunction);
    door.open(decisionFor("r", CLOUD), 0, outbound("né😀"));
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(door.send("r", sending("né😀"))).rejects.toMatchObject({
        code: "network",
        retryable: true,
      });
    }
    expect(door.uploadedBytes("r")).toBe(2 * 7);
  });

  it("sends no cookies, no referrer, nothing cached, and follows no redirect", async () => {
    const { seen, fetchFunction } = recordingNetwork();
    const door = createEgressDoor(fetchFunction);
    door.open(decisionFor("r", CLOUD), 0, outbound("x"));
    await door.send("r", sending("x"));
    expect(seen[0]?.init).toMatchObject({
      method: "POST",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      redirect: "manual",
    });
  });

  it("C21 refuses a redirect instead of following it", async () => {
    const { fetchFunction } = recordingNetwork(async () => new Response(null, { status: 307 }));
    const door = createEgressDoor(fetchFunction);
    door.open(decisionFor("r", CLOUD), 0, outbound("x"));
    await expect(door.send("r", sending("x"))).rejects.toMatchObject({ code: "redirect-refused" });
  });

  it("lets out, in any sequence of openings, sendings and closings, only what a decision covered", async () => {
    const ids = fc.constantFrom("a", "b", "c");
    const bodies = fc.constantFrom("one", "two", "three");
    const urls = fc.constantFrom("https://x.example/v1", "https://y.example/v1");
    const location = fc.constantFrom("local" as const, "cloud" as const, null);
    const step = fc.oneof(
      fc.record({
        do: fc.constant("open" as const),
        id: ids,
        body: bodies,
        url: urls,
        leg: fc.constantFrom<Leg>(0, 1, 2, -1, 0.5),
        decision: fc.record({
          target: location,
          fallbacks: fc.array(fc.constantFrom("local" as const, "cloud" as const), { maxLength: 2 }),
          mode: fc.constantFrom("auto" as const, "local" as const, "cloud" as const, "compare" as const),
          sensitive: fc.boolean(),
          allowCloudFallback: fc.boolean(),
        }),
      }),
      fc.record({ do: fc.constant("send" as const), id: ids, body: bodies, url: urls, fails: fc.boolean() }),
      fc.record({ do: fc.constant("close" as const), id: ids }),
    );

    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        let failing = false;
        const { seen, fetchFunction } = recordingNetwork(async () => {
          if (failing) throw new TypeError("Failed to fetch");
          return new Response("ok");
        });
        const door = createEgressDoor(fetchFunction);
        // The model: what each run may send now, kept apart from the door's own bookkeeping.
        const allowed = new Map<string, string>();
        const expected: string[] = [];

        for (const current of steps) {
          if (current.do === "close") {
            door.close(current.id);
            allowed.delete(current.id);
          } else if (current.do === "open") {
            const { target, fallbacks } = current.decision;
            const side = current.leg === 0 ? target : fallbacks[current.leg - 1];
            const may =
              side === "cloud" &&
              !current.decision.sensitive &&
              current.decision.mode !== "local" &&
              (target === "cloud" || current.decision.allowCloudFallback);
            allowed.delete(current.id);
            if (may) allowed.set(current.id, `${current.url} ${current.body}`);
            const open = () =>
              door.open(
                decisionFor(current.id, current.decision),
                current.leg,
                outbound(current.body, current.url),
              );
            if (may) open();
            else expect(open).toThrow();
          } else {
            failing = current.fails;
            const wanted = `${current.url} ${current.body}`;
            const may = allowed.get(current.id) === wanted;
            if (may) expected.push(wanted);
            const result = await door
              .send(current.id, sending(current.body, current.url))
              .catch((error) => error.code);
            if (!may) expect(result).toBe("egress-denied");
            else if (current.fails) expect(result).toBe("network");
            else expect(result).toBeInstanceOf(Response);
          }
        }
        expect(seen.map(({ url, body }) => `${url} ${body}`)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
