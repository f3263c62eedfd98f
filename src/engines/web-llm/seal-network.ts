import { InferenceError } from "../../core/errors";
import { CACHE_NAMES } from "./model-files";

/** The part of a worker's global scope through which the library could reach the network. */
export interface SealableScope {
  fetch: typeof fetch;
  caches: Pick<CacheStorage, "open">;
  Cache?: { prototype: Pick<Cache, "add" | "addAll"> };
}

/**
 * Takes the network away from everything in `scope`: the library fetches by itself whatever it does not find in its
 * caches, but only a download that the person asked for may make a request, and that has a worker of its own. Two things still get an answer
 * here: a model library that is cached (the library never looks there when the address has `localhost` in it), and
 * `data:` addresses, which the page's security policy would refuse to fetch.
 */
export function sealNetwork(scope: SealableScope): void {
  scope.fetch = async (input) => {
    const url = urlOf(input);
    if (url.startsWith("data:")) return decodeDataUrl(url);
    const kept = await (await scope.caches.open(CACHE_NAMES.library)).match(url);
    if (kept !== undefined) return kept;
    throw refusal(url);
  };
  const cache = scope.Cache?.prototype;
  if (cache !== undefined) {
    cache.add = async (request) => {
      throw refusal(urlOf(request));
    };
    cache.addAll = async (requests) => {
      throw refusal([...requests].map(urlOf).join(" "));
    };
  }
}

function urlOf(request: RequestInfo | URL): string {
  return request instanceof Request ? request.url : String(request);
}

function refusal(url: string): InferenceError {
  return new InferenceError(
    "model-file-missing",
    `${url} is not on this device, and nothing may be fetched`,
    {
      engine: "web-llm",
      detail: `${url} is not on this device`,
    },
  );
}

/** @throws TypeError for what is no `data:` address, as `fetch` does. */
function decodeDataUrl(url: string): Response {
  const match = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(url);
  if (match === null) throw new TypeError("not a data: address");
  const [, type = "", isBase64, text = ""] = match;
  const headers = { "content-type": type === "" ? "text/plain" : type };
  if (isBase64 === undefined) return new Response(decodeURIComponent(text), { headers });
  return new Response(
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
    { headers },
  );
}
