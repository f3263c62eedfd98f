import type { TextTokenizer } from "../../shared/text-tokenizer";
import type { OpenedSession } from "../runtime/open-session";
import type { ChatTemplate } from "./chat-template";
import type { DecoderGraph } from "./decoder";
import type { GenerationDefaults, ModelConfig } from "./read-config";

/** A language model in memory. */
export interface LanguageModel {
  id: string;
  opened: OpenedSession;
  graph: DecoderGraph;
  config: ModelConfig;
  generation: GenerationDefaults;
  tokenizer: TextTokenizer;
  /** Null for a base model, which continues a text. */
  template: ChatTemplate | null;
  /** Tokens that end an answer. */
  endTokenIds: ReadonlySet<number>;
  /** Tokens of prompt and answer together. */
  contextWindow: number;
}
