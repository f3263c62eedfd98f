import { describe, expect, it } from "vitest";
import { createDeviceState } from "./device-state";

describe("createDeviceState", () => {
  it("says nothing where the browser says nothing", () => {
    expect(createDeviceState({})()).toEqual({});
  });

  it("reads battery and network once they are known", async () => {
    const battery = { level: 0.1, charging: false };
    const read = createDeviceState({
      connection: { saveData: true, effectiveType: "2g" },
      getBattery: async () => battery,
    });
    expect(read()).toEqual({ savesData: true, slowNetwork: true });
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    expect(read()).toEqual({ batteryLevel: 0.1, charging: false, savesData: true, slowNetwork: true });
    battery.charging = true;
    expect(read().charging).toBe(true);
  });

  it("survives a battery that may not be read", async () => {
    const read = createDeviceState({ getBattery: () => Promise.reject(new Error("not allowed")) });
    await new Promise((resolve) => setTimeout(resolve));
    expect(read()).toEqual({});
    const throwing = createDeviceState({
      getBattery: () => {
        throw new Error("not allowed");
      },
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(throwing()).toEqual({});
  });
});
