import * as v from "valibot";
import { PRIVACY_RULES, type PrivacyChoices, type PrivacySettings } from "../../core/privacy";
import type { RunPrivacy } from "../../core/run-privacy";

const word = v.pipe(v.string(), v.maxLength(2_000));
const long = v.pipe(v.string(), v.maxLength(100_000));
const rule = v.picklist(PRIVACY_RULES);
const redactions = v.array(
  v.object({ placeholder: word, original: long, label: word, isJson: v.exactOptional(v.literal(true)) }),
);

/** What a run did about private text, as it is kept. */
export const runPrivacySchema: v.GenericSchema<unknown, RunPrivacy> = v.object({
  rule,
  redactions,
  unmaskedLabels: v.array(word),
  checkMs: v.pipe(v.number(), v.minValue(0)),
  unresolved: v.exactOptional(v.array(word)),
  sentBody: v.exactOptional(long),
});

/** What a person decided for one request or conversation, as it is kept. */
export const privacyChoicesSchema: v.GenericSchema<unknown, PrivacyChoices> = v.object({
  rule: v.exactOptional(rule),
  keep: v.array(long),
  mask: v.array(long),
  known: v.exactOptional(redactions),
});

/** The privacy part of the settings, as it is kept. */
export const privacySettingsSchema: v.GenericSchema<unknown, PrivacySettings> = v.object({
  rule,
  rulesByOrigin: v.record(word, rule),
  caution: v.picklist(["careful", "balanced", "quiet"]),
  unmaskedLabels: v.array(word),
  terms: v.array(v.object({ text: word, label: word })),
  patterns: v.array(v.object({ expression: word, label: word })),
});
