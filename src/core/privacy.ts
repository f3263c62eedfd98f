/** What may happen to a text in which something private was found, before it would leave the device. */
export const PRIVACY_RULES = ["never", "ask", "redact", "as-is"] as const;

/** One of {@link PRIVACY_RULES}. */
export type PrivacyRule = (typeof PRIVACY_RULES)[number];
