import type { ModelRecord } from "../core/model";
import type { Attachment } from "../core/request";

/** How a family counts an image: a base, and so much for each tile of 512 pixels. */
interface ImageScale {
  base: number;
  tile: number;
}

/**
 * OpenAI's vision guide, as read on 2026-11-22. A model without a figure of its own is counted as gpt-4o: an estimate
 * to show before sending, which the server's `usage` corrects.
 */
const GPT_4O: ImageScale = { base: 85, tile: 170 };
const GPT_4O_MINI: ImageScale = { base: 2833, tile: 5667 };

/** OpenAI's audio guide: one input token for each tenth of a second. */
const AUDIO_TOKEN_MS = 100;
const LONG_SIDE_PIXELS = 2048;
const SHORT_SIDE_PIXELS = 768;
const TILE_PIXELS = 512;

/** An estimate of the input tokens of all attachments at a cloud model. */
export function attachmentTokens(attachments: readonly Attachment[], model: ModelRecord): number {
  const name = model.source.type === "provider" ? model.source.name : model.id;
  return attachments.reduce(
    (total, attachment) =>
      total +
      (attachment.type === "image" ? imageTokens(attachment, name) : audioInputTokens(attachment.durationMs)),
    0,
  );
}

/**
 * Tokens of one image: `low` costs the base alone; `high` is fitted into 2048 x 2048 pixels, its short side brought
 * down to 768, and each tile of 512 counted (1024 x 1024 on gpt-4o: 765). `auto` is counted as `high` where the image
 * is larger than one tile.
 */
export function imageTokens(
  image: { width: number; height: number; detail: "auto" | "low" | "high" },
  modelName: string,
): number {
  const scale = /(?:^|\/)gpt-4o-mini/i.test(modelName) ? GPT_4O_MINI : GPT_4O;
  const { width, height, detail } = image;
  const small = width <= TILE_PIXELS && height <= TILE_PIXELS;
  if (detail === "low" || (detail === "auto" && small)) return scale.base;
  const fit = Math.min(1, LONG_SIDE_PIXELS / Math.max(width, height));
  const shrink = Math.min(1, SHORT_SIDE_PIXELS / (Math.min(width, height) * fit));
  const tiles = (side: number) => Math.max(1, Math.ceil(Math.round(side * fit * shrink) / TILE_PIXELS));
  return scale.base + scale.tile * tiles(width) * tiles(height);
}

/** Tokens of a sound of that length. */
export function audioInputTokens(durationMs: number): number {
  return Math.ceil(durationMs / AUDIO_TOKEN_MS);
}
