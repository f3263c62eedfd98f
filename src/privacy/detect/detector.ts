import type { TextSpan } from "../../core/output";

/** One layer of detection. */
export interface Detector {
  /** `pattern`, `tagger`, `dictionary`, `own-pattern`; the layer of spans that name none. */
  id: string;
  /** One list a text; spans may overlap. A detector that cannot answer throws. */
  find(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly TextSpan[])[]>;
}
