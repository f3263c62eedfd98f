// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { ENDPOINT_RESTS_KEY, openEndpointRests } from "./endpoint-rests";

const URL_ONE = "https://one.example/v1";

function setUp() {
  const storage = localStorage;
  const clock = { now: 1_000_000 };
  const open = () => openEndpointRests(() => clock.now);
  return { storage, clock, open, rests: open() };
}

beforeEach(() => localStorage.clear());

describe("endpoint rests", () => {
  it("doubles with each failure in a row, up to ten minutes", () => {
    const { rests } = setUp();
    const seconds = Array.from({ length: 8 }, () => {
      rests.failed(URL_ONE);
      return rests.secondsLeft(URL_ONE);
    });
    expect(seconds).toEqual([10, 20, 40, 80, 160, 320, 600, 600]);
  });

  it("rests as long as the endpoint asked, within the same limit", () => {
    const { rests } = setUp();
    rests.failed(URL_ONE, 45_000);
    expect(rests.secondsLeft(URL_ONE)).toBe(45);
    rests.failed(URL_ONE, 86_400_000);
    expect(rests.secondsLeft(URL_ONE)).toBe(600);
  });

  it("ends with time and with an answer, and is over where the clock was set back", () => {
    const { rests, clock } = setUp();
    rests.failed(URL_ONE);
    clock.now += 9_500;
    expect(rests.secondsLeft(URL_ONE)).toBe(1);
    clock.now += 500;
    expect(rests.secondsLeft(URL_ONE)).toBe(0);
    rests.failed(URL_ONE);
    expect(rests.secondsLeft(URL_ONE)).toBe(20);
    clock.now -= 60_000;
    expect(rests.secondsLeft(URL_ONE)).toBe(0);
    clock.now += 60_000;
    rests.answered(URL_ONE);
    expect(rests.secondsLeft(URL_ONE)).toBe(0);
    rests.failed(URL_ONE);
    expect(rests.secondsLeft(URL_ONE)).toBe(10);
  });

  it("is shared by tabs, tells endpoints apart, and keeps no secret of an address", () => {
    const { rests, open, storage } = setUp();
    rests.failed(`${URL_ONE}?key=abc`);
    expect(open().secondsLeft(URL_ONE)).toBe(10);
    expect(open().secondsLeft("https://one.example/v2")).toBe(0);
    expect(storage.getItem(ENDPOINT_RESTS_KEY)).not.toContain("abc");
  });

  it("survives a damaged or refused storage", () => {
    const { rests, storage } = setUp();
    storage.setItem(ENDPOINT_RESTS_KEY, '{"x":{"failures":"many"}}');
    expect(rests.secondsLeft(URL_ONE)).toBe(0);
    rests.failed(URL_ONE);
    expect(rests.secondsLeft(URL_ONE)).toBe(10);
    const refused = () => {
      throw new Error("no storage");
    };
    const alone = openEndpointRests(() => 0, { getItem: refused, setItem: refused, removeItem: refused });
    alone.failed(URL_ONE);
    expect(alone.secondsLeft(URL_ONE)).toBe(10);
  });
});
