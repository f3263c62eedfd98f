import { bearer, type CloudProvider, COMMON_QUIRKS } from "./cloud-provider";

/** Any other endpoint of the common form. */
export const custom: CloudProvider = {
  id: "custom",
  label: "Other endpoint",
  baseUrl: "",
  needsKey: false,
  authHeaders: bearer,
  quirks: COMMON_QUIRKS,
  keyHint: "A key, where the endpoint asks for one.",
  suggestedModels: [],
};
