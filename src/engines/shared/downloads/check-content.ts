import type { FileFacts } from "./repository";
import type { WantedFile } from "./wanted-file";

/** A file as it came. */
export interface Content {
  blob: Blob;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** All of it, for files that are inspected. */
  data: Uint8Array<ArrayBuffer> | null;
}

const PAGE = /^\s*<(!doctype html|html)/i;
const PAGE_START_BYTES = 64;

/** What is wrong with a file that is to be kept; null when nothing is. */
export async function findFault(
  file: WantedFile,
  { blob, sha256, data }: Content,
  facts: FileFacts | undefined,
): Promise<string | null> {
  if (PAGE.test(await blob.slice(0, PAGE_START_BYTES).text())) return "a web page came in its place";
  for (const bytes of [facts?.bytes, file.bytes]) {
    if (bytes !== undefined && blob.size !== bytes) return `it has ${blob.size} bytes instead of ${bytes}`;
  }
  if (blob.size < (file.minimumBytes ?? 0)) {
    return `it has ${blob.size} bytes of at least ${file.minimumBytes}`;
  }
  if (blob.size === 0 && facts === undefined) return "it is empty";
  if (facts?.sha256 !== undefined && facts.sha256 !== sha256) {
    return `its SHA-256 is ${sha256} instead of ${facts.sha256}`;
  }
  if (data === null) return null;
  if (facts?.gitSha1 !== undefined && facts.gitSha1 !== (await gitSha1(data))) {
    return `its content is not what the host lists (${facts.gitSha1})`;
  }
  return file.inspect?.(data) ?? null;
}

/** The name that git gives a file of that content. */
async function gitSha1(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const head = new TextEncoder().encode(`blob ${data.byteLength}\0`);
  const whole = new Uint8Array(head.byteLength + data.byteLength);
  whole.set(head);
  whole.set(data, head.byteLength);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
