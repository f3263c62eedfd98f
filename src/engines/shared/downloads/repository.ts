import * as v from "valibot";
import type { ModelNetwork } from "../../../core/engine";
import type { ModelRecord } from "../../../core/model";
import { askHost } from "./ask-host";
import { addressOn } from "./model-network";

/** What a host says about one file before it is fetched. */
export interface FileFacts {
  bytes: number;
  /** Of files in large file storage. */
  sha256?: string;
  /** Of all others: SHA-1 as git computes it. */
  gitSha1?: string;
}

/** A repository at one commit. */
export interface Repository {
  commit: string;
  /** By path. */
  files: ReadonlyMap<string, FileFacts>;
}

const answerSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  siblings: v.array(
    v.object({
      rfilename: v.string(),
      size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      blobId: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))),
      lfs: v.nullish(v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })),
    }),
  ),
});

const ANSWER_LIMIT_MS = 20_000;

/**
 * Asks the host which commit the model's revision is now, and for the size and hash of each file. A host that is only
 * laid out like Hugging Face has no such list: then null, and files are checked by their form alone.
 * @throws the reason of `signal` when it is aborted.
 */
export async function readRepository(
  model: ModelRecord,
  network: ModelNetwork,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Repository | null> {
  const url = listAddress(model);
  if (url === null) return null;
  try {
    const stop = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    // A list from the browser's cache may be older than the files.
    const list = { address: addressOn(url, network), cache: "no-cache" } as const;
    const response = await askHost(list, null, fetch, stop);
    if (response.ok) return toRepository(await response.json());
    void response.body?.cancel().catch(() => {});
  } catch {
    // Whatever is wrong with the host shows when files are fetched from it.
  }
  signal.throwIfAborted();
  return null;
}

/** Null where the address has no room for a repository's name. */
function listAddress({ source }: ModelRecord): string | null {
  if (source.type !== "hugging-face") return null;
  const { origin, pathname } = new URL(source.url);
  const parts = pathname.split("/").filter((part) => part !== "");
  if (parts.length === 0) return null;
  const name = parts.splice(-2).join("/");
  const base = [origin, ...parts].join("/");
  return `${base}/api/models/${name}/revision/${encodeURIComponent(source.revision)}?blobs=true`;
}

function toRepository(answer: unknown): Repository | null {
  const parsed = v.safeParse(answerSchema, answer);
  if (!parsed.success) return null;
  const files = new Map<string, FileFacts>();
  for (const { rfilename, size, blobId, lfs } of parsed.output.siblings) {
    if (size === undefined) continue;
    files.set(rfilename, {
      bytes: size,
      ...(lfs ? { sha256: lfs.sha256 } : blobId === undefined ? {} : { gitSha1: blobId }),
    });
  }
  return { commit: parsed.output.sha, files };
}
