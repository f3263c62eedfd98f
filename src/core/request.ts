import type { OutputKind } from "./output";
import type { PrivacyChoices } from "./privacy";
import type { TaskId } from "./task";

/** Who speaks. */
export type Role = "system" | "user" | "assistant";

/** One turn of the conversation, as plain text; attachments travel beside the messages. */
export interface Message {
  role: Role;
  content: string;
  /**
   * How many of the request's attachments, in their order, go with this message. Where no message says so, all of
   * them go with the last one of the user.
   */
  attachmentCount?: number;
}

/** An image or a sound that goes with a message of the user. `data` is base64 without a prefix. */
export type Attachment =
  | {
      type: "image";
      name: string;
      mimeType: string;
      data: string;
      width: number;
      height: number;
      bytes: number;
      detail: "auto" | "low" | "high";
    }
  | {
      type: "audio";
      name: string;
      mimeType: "audio/wav" | "audio/mpeg";
      data: string;
      durationMs: number;
      bytes: number;
    };

/** A JSON schema the answer must follow, for tasks with structured output. */
export interface JsonSchemaFormat {
  type: "json-schema";
  name: string;
  schema: Record<string, unknown>;
}

/** How to generate. Absent fields are not sent. */
export interface GenerationParams {
  maxOutputTokens?: number;
  temperature?: number;
  topP?: number;
  seed?: number;
  stop?: readonly string[];
  responseFormat?: JsonSchemaFormat;
}

/** Whether the person or a rule marked the text as not to leave the device. */
export type Sensitivity = "normal" | "sensitive";

/** One request, the same for every engine. */
export interface InferenceRequest {
  id: string;
  task: TaskId;
  /** The source text that specialists read, and that offsets of structured output refer to. */
  text: string;
  /** Settings of the task, such as the target language; a specialist reads `sentences` for its length. */
  options: Readonly<Record<string, string>>;
  /** What language models and the cloud are told. */
  messages: readonly Message[];
  attachments: readonly Attachment[];
  params: GenerationParams;
  sensitivity: Sensitivity;
  /** What the person decided about private text in it; absent where the settings decide. */
  privacy?: PrivacyChoices;
  /** The shape that the task's result has in the end. */
  output: OutputKind;
}
