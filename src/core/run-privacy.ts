import type { OutboundCall } from "./engine";
import type { PrivacyChoices, PrivacyRule, Redaction } from "./privacy";
import type { Role } from "./request";

/** What was done about private text before a run's request left the device. */
export interface RunPrivacy {
  rule: PrivacyRule;
  /** What stood in place of what; originals never left. */
  redactions: readonly Redaction[];
  /** Classes of what was found and went as it was, each once. */
  unmaskedLabels: readonly string[];
  /** How long looking for it took, in ms; 0 where nothing was looked for. */
  checkMs: number;
  /** Placeholders in the answer that stand for nothing that was masked. */
  unresolved?: readonly string[];
  /** The body that left, as long as it is short enough to be kept. */
  sentBody?: string;
}

/** A stretch of an outbound message in which something private was found. */
export interface MarkedStretch {
  /** UTF-16 offsets into the message as it would be sent. */
  start: number;
  end: number;
  label: string;
  original: string;
  /** Whether a placeholder stands there. */
  isMasked: boolean;
}

/** One message as it would be sent. */
export interface OutboundMessage {
  role: Role;
  text: string;
  marks: readonly MarkedStretch[];
}

/** What would leave the device for one request: what a person is shown, and then exactly what is sent. */
export interface OutboundProposal {
  modelLabel: string;
  rule: PrivacyRule;
  messages: readonly OutboundMessage[];
  redactions: readonly Redaction[];
  /** Images and sounds go as they are: nothing looks into them. */
  attachments: number;
  call: OutboundCall;
}

/** What a person says to a proposal: these very bytes under these choices, or nothing. */
export type ConsentAnswer = { type: "send"; choices: PrivacyChoices; body: string } | { type: "refuse" };
