import type { ModelRecord } from "../../core/model";
import type { PrivacyRule, PrivacySettings } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";

/** The rule for a request on its way to `origin`: the conversation's, else the endpoint's, else the general one. */
export function privacyRule(
  { privacy }: Pick<InferenceRequest, "privacy">,
  origin: string | null,
  settings: Pick<PrivacySettings, "rule" | "rulesByOrigin">,
): PrivacyRule {
  const ofEndpoint = origin === null ? undefined : ownValue(settings.rulesByOrigin, origin);
  return privacy?.rule ?? ofEndpoint ?? settings.rule;
}

/** The origin that a cloud model's calls go to; null where it is not known. */
export function originOf({ source }: ModelRecord): string | null {
  if (source.type !== "provider" || source.baseUrl === undefined) return null;
  try {
    return new URL(source.baseUrl).origin;
  } catch {
    return null;
  }
}

function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
