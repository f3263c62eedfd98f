import type { OutputKind, StructuredOutput } from "../core/output";
import type { GenerationParams, Message } from "../core/request";
import type { TaskId } from "../core/task";

/** One setting of a task, drawn as a control of the composer. Values are strings, as in a form. */
export type TaskOption =
  | {
      id: string;
      label: string;
      type: "select";
      values: readonly { value: string; label: string }[];
      default: string;
      /** The choice outlives the tab: it is kept in the settings. */
      isKept?: true;
    }
  | { id: string; label: string; type: "text"; placeholder: string; default: string; required: boolean }
  /** One of the specialists that the person taught; its id. Empty: the first of them. */
  | { id: string; label: string; type: "specialist"; default: "" }
  | {
      id: string;
      label: string;
      type: "number";
      min: number;
      max: number;
      step: number;
      default: string;
      /** Drawn as a field for the number where it is absent. */
      look?: "slider";
    };

/** What the person put in: the text and the task's options by id (absent ones take their default). */
export interface TaskInput {
  text: string;
  options: Readonly<Record<string, string>>;
}

/** Everything the app knows of a task. One folder each; `tasks/index.ts` lists them. */
export interface TaskDefinition {
  id: TaskId;
  label: string;
  /** One sentence for the person. */
  description: string;
  /** Shown in the empty text box. */
  placeholder: string;
  options: readonly TaskOption[];
  /** Whether images and sounds may go with the text. */
  acceptsAttachments: boolean;
  /** The shape of the result; it may depend on an option. Specialists serve every shape but `text`. */
  output(input: TaskInput): OutputKind;
  /** What a language model, local or cloud, is told. */
  messages(input: TaskInput): Message[];
  /** How it is asked to generate. */
  params(input: TaskInput): GenerationParams;
  /**
   * Reads a language model's answer into the task's shape; offsets refer to `input.text`.
   * @throws InferenceError `output-unreadable` when the answer cannot be read.
   */
  parse(answer: string, input: TaskInput): Promise<StructuredOutput>;
}
