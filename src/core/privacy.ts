/** What may happen to a text in which something private was found, before it would leave the device. */
export const PRIVACY_RULES = ["never", "ask", "redact", "as-is"] as const;

/** One of {@link PRIVACY_RULES}. */
export type PrivacyRule = (typeof PRIVACY_RULES)[number];

/** An entry of the person's own dictionary: found as whole words, whatever their case. */
export interface PrivateTerm {
  text: string;
  label: string;
}

/** A regular expression of the person's own, in the syntax of RE2: no look-around, no back-references. */
export interface PrivatePattern {
  expression: string;
  label: string;
}

/** What stands for a private text in what is sent. */
export interface Redaction {
  /**
   * `PERSON_1`; `PERSON_1_2` is another form of the same (in capitals, the surname alone), so that restoring gives
   * each form back as it was.
   */
  placeholder: string;
  /** Exactly as it stood in the text. */
  original: string;
  label: string;
  /** The original was taken out of a JSON string and is escaped for one already. */
  isJson?: true;
}

/** What a person wants done with private text; kept on this device. */
export interface PrivacySettings {
  /** What happens to a text with something private in it, before it would leave. */
  rule: PrivacyRule;
  /** Other rules for some endpoints, by the origin of their base URL. */
  rulesByOrigin: Readonly<Record<string, PrivacyRule>>;
  /** How much the tagger of names marks: see the task "Find sensitive text". */
  caution: "careful" | "balanced" | "quiet";
  /** Classes that go as they are. */
  unmaskedLabels: readonly string[];
  terms: readonly PrivateTerm[];
  patterns: readonly PrivatePattern[];
}

/** What a person decided about the private text of one request, over the settings. */
export interface PrivacyChoices {
  /** Wins over the settings: the rule of this conversation. */
  rule?: PrivacyRule;
  /** Originals that go as they are. */
  keep: readonly string[];
  /** Stretches that were masked by hand. */
  mask: readonly string[];
  /** Of earlier turns; their placeholders stay what they are. */
  known?: readonly Redaction[];
}
