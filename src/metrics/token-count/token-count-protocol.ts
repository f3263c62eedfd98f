/** One text to count. */
export interface CountRequest {
  id: number;
  text: string;
}

/** Its tokens. `exact` is false where long runs had to be cut. */
export interface CountReply {
  id: number;
  tokens: number;
  exact: boolean;
}
