import { describe, expect, it } from "vitest";
import { orderEndpoints } from "./order-endpoints";
import { modelAt } from "./test-support/run-fixture";

const endpoints = ["dear", "unknown", "cheap", "cheap-too"].map((host) => ({ model: modelAt(host) }));
const PRICES: Readonly<Record<string, number>> = { dear: 3, cheap: 1, "cheap-too": 1 };
const TIMES: Readonly<Record<string, number>> = { cheap: 900, dear: 100 };
const figures = {
  costUsd: ({ id }: { id: string }) => PRICES[id.replace("cloud:test@", "")],
  totalMs: ({ id }: { id: string }) => TIMES[id.replace("cloud:test@", "")],
};
const hosts = (order: "mine" | "price" | "speed") =>
  orderEndpoints(endpoints, order, figures).map(({ model }) => model.id.replace("cloud:test@", ""));

describe("orderEndpoints", () => {
  it("keeps the person's order", () => {
    expect(hosts("mine")).toEqual(["dear", "unknown", "cheap", "cheap-too"]);
  });

  it("puts the cheapest first, equal ones as the person ordered them, and unknown prices last", () => {
    expect(hosts("price")).toEqual(["cheap", "cheap-too", "dear", "unknown"]);
  });

  it("puts the fastest first, and what was never measured last", () => {
    expect(hosts("speed")).toEqual(["dear", "cheap", "unknown", "cheap-too"]);
  });
});
