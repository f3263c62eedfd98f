import type { LoadSpecialist } from "./specialist";

/** Every embedded specialist by its folder in `public/models/`; its code loads with it. */
export const SPECIALISTS: Readonly<Record<string, () => Promise<LoadSpecialist>>> = {
  proofread: async () => (await import("./proofread/load-proofread")).loadProofread,
  language: async () => (await import("./language/load-language")).loadLanguage,
};
