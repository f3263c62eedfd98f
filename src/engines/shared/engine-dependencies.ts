import type { EgressSend } from "../../core/egress";
import type { CloudConnection } from "../../core/settings";

/** What engines are given; local ones use none of it. */
export interface EngineDependencies {
  send: EgressSend;
  /** The connection as set up now; null without one. Read at each call, so that a new key works at once. */
  connection(): CloudConnection | null;
}
