import type { LoadSpecialist } from "./specialist";

/** Every embedded specialist by its folder in `public/models/`; its code loads with it. */
export const SPECIALISTS: Readonly<Record<string, () => Promise<LoadSpecialist>>> = {
  proofread: async () => (await import("./proofread/load-proofread")).loadProofread,
  summarise: async () => (await import("./summarise/load-summarise")).loadSummarise,
  tone: async () => (await import("./tone/load-tone")).loadTone,
  names: async () => (await import("./names/load-names")).loadNames,
  language: async () => (await import("./language/load-language")).loadLanguage,
};
