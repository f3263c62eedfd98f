import { expect, it } from "vitest";
import { openNodeSession } from "../language-models/test-support/node-open-session";
import { SMALLEST_GRAPH } from "./smallest-graph";

it("is a graph that the runtime takes", async () => {
  const { session, Tensor } = await openNodeSession(SMALLEST_GRAPH);
  const { o } = await session.run({ i: new Tensor("float32", [4.5], [1]) });
  expect(o?.data).toEqual(Float32Array.of(4.5));
  await session.release();
});
