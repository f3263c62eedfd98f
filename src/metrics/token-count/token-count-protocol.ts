/** One text to count. */
export interface CountRequest {
  id: number;
  text: string;
}

/** Sent once, when the worker has its table and can count. */
export const READY = "ready";

/** Its tokens. `exact` is false where long runs had to be cut. */
export interface CountReply {
  id: number;
  tokens: number;
  exact: boolean;
}
