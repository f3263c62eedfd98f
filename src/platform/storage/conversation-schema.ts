import * as v from "valibot";
import { CHAT_MODES, type Conversation, type Turn } from "../../core/conversation";
import { privacyChoicesSchema } from "./privacy-schema";
import { readValue } from "./read-value";
import { attachmentSchema, runSchema } from "./run-schema";

const text = v.pipe(v.string(), v.maxLength(10_000_000));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const moment = v.pipe(v.number(), v.finite(), v.minValue(0));

const conversationSchema: v.GenericSchema<unknown, Conversation> = v.object({
  id,
  title: v.pipe(v.string(), v.maxLength(1000)),
  createdAt: moment,
  updatedAt: moment,
  mode: v.picklist(CHAT_MODES),
  sensitive: v.boolean(),
  preset: v.object({ id, name: text, text }),
  chosen: v.record(v.pipe(v.string(), v.maxLength(200)), id),
  lastShownId: v.exactOptional(id),
  privacy: v.exactOptional(privacyChoicesSchema),
});

const place = {
  id,
  conversationId: id,
  parentId: v.nullable(id),
  order: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
};

const turnSchema: v.GenericSchema<unknown, Turn> = v.variant("role", [
  v.object({
    ...place,
    role: v.literal("user"),
    createdAt: moment,
    text,
    attachments: v.exactOptional(v.array(attachmentSchema)),
    sensitive: v.boolean(),
  }),
  v.object({ ...place, role: v.literal("assistant"), run: runSchema }),
]);

/** The conversation in a value from anywhere, or null. Never throws. */
export function readConversation(value: unknown): Conversation | null {
  return readValue(conversationSchema, value);
}

/** The turn in a value from anywhere, or null. Never throws. */
export function readTurn(value: unknown): Turn | null {
  return readValue(turnSchema, value);
}
