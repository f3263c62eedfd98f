/** This device's memory in bytes, as the browser rounds and caps it; null where it does not say. */
export function deviceMemoryBytes(): number | null {
  const { deviceMemory } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  return typeof deviceMemory === "number" ? deviceMemory * 1_073_741_824 : null;
}
