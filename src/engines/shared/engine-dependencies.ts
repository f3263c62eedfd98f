import type { EgressSend } from "../../core/egress";
import type { ModelRecord } from "../../core/model";
import type { CloudConnection } from "../../core/settings";

/** What engines are given; local ones use none of it. */
export interface EngineDependencies {
  send: EgressSend;
  /**
   * The connection to the endpoint of a model, with the key for that address alone; null where no such endpoint is set
   * up and switched on. Read at each call, so that a new key works at once.
   */
  connection(model: ModelRecord): CloudConnection | null;
}
