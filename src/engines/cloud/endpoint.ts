import type { CloudConnection } from "../../core/settings";
import { isLoopback } from "../../platform/network";
import { findProvider } from "./providers";

/** Why a connection cannot be called, in words for the log and for `Availability.reason`; null when it can. */
export function connectionProblem(connection: CloudConnection | null): string | null {
  if (connection === null) return "no endpoint is set up";
  if (connection.baseUrl.trim() === "") return "the endpoint has no base URL";
  const addressProblem = baseUrlProblem(connection.baseUrl);
  if (addressProblem !== null) return addressProblem;
  if (connection.modelName.trim() === "") return "no model is chosen";
  return keyProblem(connection);
}

/** Why a connection's key cannot be used; null when it can, or none is needed. */
function keyProblem({ providerId, apiKey }: CloudConnection): string | null {
  const provider = findProvider(providerId);
  const key = apiKey.trim();
  if (key === "") return provider.needsKey ? `${provider.label} needs an API key` : null;
  // Anything else makes `fetch` throw an error that quotes the header, and with it the key.
  return /^[\x21-\x7e]+$/.test(key) ? null : "the API key has characters that no key has";
}

/** This machine, by the names that the page's content security policy lets through. */
const NAMED_IN_POLICY = /^(localhost|.+\.localhost|127\.0\.0\.1)$/;

/** Why text must not be sent to an address; null when it may. */
export function baseUrlProblem(baseUrl: string): string | null {
  if (!URL.canParse(baseUrl.trim())) return "the base URL is not an address";
  const url = new URL(baseUrl.trim());
  if (url.username !== "" || url.password !== "") return "the base URL must not carry a password";
  // A content security policy cannot name these, so the browser would refuse them without a word.
  if (url.protocol === "http:" && isLoopback(url.href) && !NAMED_IN_POLICY.test(url.hostname))
    return "the page can reach this machine as http://127.0.0.1 or http://localhost only";
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.href))) return null;
  return "the base URL must begin with https:// (http:// is allowed on this machine only)";
}

/**
 * The address of `path` below the base URL; a query of the base URL's own (Azure's `api-version`) is kept.
 * @throws TypeError when the base URL does not parse; see {@link baseUrlProblem}.
 */
export function endpointUrl(
  connection: Pick<CloudConnection, "providerId" | "baseUrl">,
  path: string,
): string {
  const url = new URL(connection.baseUrl.trim());
  const defaults = findProvider(connection.providerId).quirks.query?.(url) ?? {};
  for (const [name, value] of Object.entries(defaults)) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  url.hash = "";
  url.pathname = `${url.pathname.replace(/(\/chat\/completions)?\/*$/, "")}${path}`;
  return url.href;
}

/** The headers that prove who calls; none without a key. */
export function authHeaders(connection: CloudConnection): Record<string, string> {
  const apiKey = connection.apiKey.trim();
  return apiKey === "" ? {} : { ...findProvider(connection.providerId).authHeaders(apiKey) };
}

/** `text` without the key, should a server echo it. */
export function withoutKey(text: string, apiKey: string): string {
  const key = apiKey.trim();
  if (key === "") return text;
  let clean = text.replaceAll(key, "[key]");
  const encoded = encodeURIComponent(key);
  if (encoded !== key) clean = clean.replaceAll(encoded, "[key]");
  const escaped = JSON.stringify(key).slice(1, -1);
  if (escaped !== key) clean = clean.replaceAll(escaped, "[key]");
  return clean;
}
