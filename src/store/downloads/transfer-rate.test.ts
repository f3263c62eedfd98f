import { describe, expect, it } from "vitest";
import { createTransferMeter } from "./transfer-rate";

describe("createTransferMeter", () => {
  it("does not count what was there before, and knows nothing from one look", () => {
    const meter = createTransferMeter();
    expect(meter.add(0, 5e8, 1e9)).toEqual({ bytesPerSecond: null, secondsLeft: null });
    expect(meter.add(1000, 5.1e8, 1e9)).toEqual({ bytesPerSecond: 1e7, secondsLeft: 49 });
  });

  it("comes near a new speed within some seconds, without jumping", () => {
    const meter = createTransferMeter();
    let loaded = 0;
    meter.add(0, 0, 0);
    let ms = 0;
    const go = (seconds: number, perSecond: number) => {
      let rate = meter.add(ms, loaded, 1e9).bytesPerSecond;
      for (let step = 0; step < seconds * 2; step += 1) {
        ms += 500;
        loaded += perSecond / 2;
        rate = meter.add(ms, loaded, 1e9).bytesPerSecond;
      }
      return rate ?? 0;
    };
    expect(go(10, 1e6)).toBeCloseTo(1e6, -2);
    const soon = go(1, 3e6);
    expect(soon).toBeGreaterThan(1.1e6);
    expect(soon).toBeLessThan(2e6);
    expect(go(20, 3e6)).toBeGreaterThan(2.9e6);
  });

  it("takes many counts within a moment as one", () => {
    const meter = createTransferMeter();
    meter.add(0, 0, 100);
    for (let loaded = 1; loaded <= 50; loaded += 1) {
      expect(meter.add(loaded, loaded, 100).bytesPerSecond).toBeNull();
    }
    expect(meter.add(500, 50, 100)).toEqual({ bytesPerSecond: 100, secondsLeft: 0.5 });
  });

  it("does not go negative when a file is fetched once more, and guesses no end without a total", () => {
    const meter = createTransferMeter();
    meter.add(0, 1000, 0);
    expect(meter.add(1000, 2000, 0)).toEqual({ bytesPerSecond: 1000, secondsLeft: null });
    expect(meter.add(2000, 500, 0).bytesPerSecond).toBe(1000);
    expect(meter.add(3000, 1500, 3000)).toEqual({ bytesPerSecond: 1000, secondsLeft: 1.5 });
  });
});
