import type { EnergySettings } from "../core/settings";

const MS_PER_HOUR = 3_600_000;

/** What `durationMs` of computing costs in electricity, in USD: kW x hours x price. Undefined unless both are set. */
export function energyUsd(durationMs: number, { watts, usdPerKwh }: EnergySettings): number | undefined {
  if (watts === null || usdPerKwh === null) return undefined;
  return (watts / 1000) * (durationMs / MS_PER_HOUR) * usdPerKwh;
}
