import type { DeviceSignal } from "../core/route";

/** What a browser may say of its battery. */
interface Battery {
  level: number;
  charging: boolean;
}

/** The parts of `navigator` that are read; many browsers have none of them. */
interface TellingNavigator {
  connection?: { saveData?: boolean; effectiveType?: string };
  getBattery?(): Promise<Battery>;
}

const SLOW_TYPES: ReadonlySet<string> = new Set(["slow-2g", "2g"]);

/**
 * Reads battery and network. The battery is asked for once and then read at once, so that a decision never waits for
 * it: the first ones may not know it.
 */
export function createDeviceState(navigator: object = globalThis.navigator ?? {}): () => DeviceSignal {
  const telling = navigator as TellingNavigator;
  let battery: Battery | null = null;
  void Promise.resolve()
    .then(() => telling.getBattery?.())
    .then(
      (found) => {
        battery = found ?? null;
      },
      () => {
        // Refused by a policy of the page's frame: it is then unknown.
      },
    );
  return () => {
    const { saveData, effectiveType } = telling.connection ?? {};
    return {
      ...(battery === null ? {} : { batteryLevel: battery.level, charging: battery.charging }),
      ...(saveData === undefined ? {} : { savesData: saveData }),
      ...(effectiveType === undefined ? {} : { slowNetwork: SLOW_TYPES.has(effectiveType) }),
    };
  };
}
