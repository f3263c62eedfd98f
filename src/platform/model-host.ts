import { isLoopback } from "./network";

/** The mirror of model files that this build was made for; null without one. */
export const BUILD_MODEL_HOST: string | null = readHost(import.meta.env.VITE_MODEL_HOST);

/** Why files cannot be fetched from a base URL; null when they can. */
export function modelHostProblem(
  text: string,
  ownOrigin = location.origin,
): "not-an-address" | "has-password" | "not-https" | null {
  if (!URL.canParse(text.trim())) return "not-an-address";
  const url = new URL(text.trim());
  if (url.username !== "" || url.password !== "") return "has-password";
  if (url.protocol === "https:" || url.origin === ownOrigin) return null;
  return url.protocol === "http:" && isLoopback(url.href) ? null : "not-https";
}

function readHost(value: unknown): string | null {
  return typeof value === "string" && URL.canParse(value) ? value.replace(/\/+$/, "") : null;
}
