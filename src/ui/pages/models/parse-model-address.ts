/** A repository laid out like Hugging Face, and which of its revisions. */
export interface ModelAddress {
  url: string;
  /** Null where the address names none. */
  revision: string | null;
  /** A name for it: its last part. */
  name: string;
}

/** What is wrong with it; `ui/copy/models.ts` has the words. */
export type AddressProblem = "not-an-address" | "not-http" | "has-password";

const HUGGING_FACE = "https://huggingface.co";
/** `owner/model`, with an optional `@revision`. */
const NAME = /^([\w.-]+)\/([\w.-]+?)(?:@([\w./-]+))?$/;
/** What the web pages of a repository have after its name. */
const PAGE_OF_REPOSITORY = /^(.+?)\/(?:tree|blob|resolve)\/([^/]+)(?:\/.*)?$/;

/**
 * Reads the name of a Hugging Face repository, the address of any of its pages, or the base URL of another host of
 * the same layout.
 */
export function parseModelAddress(text: string): ModelAddress | AddressProblem {
  const trimmed = text.trim();
  const named = NAME.exec(trimmed);
  if (named !== null) {
    const [, owner = "", model = "", revision = null] = named;
    if (/^\.+$/.test(owner) || /^\.+$/.test(model)) return "not-an-address";
    return { url: `${HUGGING_FACE}/${owner}/${model}`, revision, name: model };
  }
  if (!URL.canParse(trimmed)) return "not-an-address";
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "not-http";
  if (url.username !== "" || url.password !== "") return "has-password";
  const [, repository = url.pathname, revision = null] = PAGE_OF_REPOSITORY.exec(url.pathname) ?? [];
  const path = repository.replace(/\/+$/, "");
  return {
    url: url.origin + path,
    revision: revision === null ? null : decodeRevision(revision),
    name: path.split("/").at(-1) || url.host,
  };
}

/** `refs%2Fpr%2F1` in an address is the revision `refs/pr/1`. */
function decodeRevision(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
