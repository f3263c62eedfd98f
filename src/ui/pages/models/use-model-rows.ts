import { useEffect, useMemo, useState } from "react";
import { deviceMemoryBytes } from "../../../platform/device-memory";
import { probeWebGpu, type WebGpuProbe } from "../../../platform/webgpu";
import { type DeviceFacts, fitModel } from "../../../run/device-fit/fit-model";
import { type Recommendation, recommendModel } from "../../../run/device-fit/recommend-model";
import { useApp, useAppStore } from "../../app-context";
import type { ModelRow } from "./select-models";

/** All language models of this device with their fit, and the one to begin with. */
export function useModelRows(): { rows: readonly ModelRow[]; recommendation: Recommendation | null } {
  const { catalog } = useAppStore();
  const settings = useApp((state) => state.settings);
  const availability = useApp((state) => state.availability);
  const trials = useApp((state) => state.trials);
  const device = useDeviceFacts();
  return useMemo(() => {
    const customIds = new Set(settings.customModels.map(({ id }) => id));
    const rows = catalog.local(settings).map((model): ModelRow => {
      const now = availability[model.id];
      const missingBytes = now?.state === "downloadable" ? now.downloadBytes : 0;
      return {
        model,
        availability: now,
        fit: device === null ? null : fitModel(model, device, { missingBytes, measured: trials[model.id] }),
        isCustom: customIds.has(model.id),
        isRecommended: false,
      };
    });
    const recommendation = device === null ? null : recommend(rows, device);
    const recommendedId = recommendation?.model.id;
    return {
      rows: rows.map((row) => (row.model.id === recommendedId ? { ...row, isRecommended: true } : row)),
      recommendation,
    };
  }, [catalog, settings, availability, trials, device]);
}

function recommend(rows: readonly ModelRow[], device: DeviceFacts): Recommendation | null {
  const possible = rows.flatMap(({ model, fit, availability }) =>
    fit === null || availability?.state === "unavailable" ? [] : [{ model, fit }],
  );
  return recommendModel(possible, device, navigator.language);
}

/** Null until the graphics adapter was asked. */
function useDeviceFacts(): DeviceFacts | null {
  const storage = useApp((state) => state.storage);
  const [gpu, setGpu] = useState<WebGpuProbe | null>(null);
  useEffect(() => {
    let isShown = true;
    void probeWebGpu().then((probe) => {
      if (isShown) setGpu(probe);
    });
    return () => {
      isShown = false;
    };
  }, []);
  return useMemo(() => {
    if (gpu === null) return null;
    const { usedBytes = null, quotaBytes = null } = storage ?? {};
    const freeStorageBytes =
      usedBytes === null || quotaBytes === null ? null : Math.max(0, quotaBytes - usedBytes);
    return { gpu, memoryBytes: deviceMemoryBytes(), freeStorageBytes };
  }, [gpu, storage]);
}
