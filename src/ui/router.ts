import { useSyncExternalStore } from "react";

/** The pages by name. The first is the start page. */
export const PAGE_PATHS = {
  work: "/",
  chat: "/chat",
  teach: "/teach",
  models: "/models",
  history: "/history",
  insights: "/insights",
  settings: "/settings",
} as const;

/** A page of the app. */
export type PageName = keyof typeof PAGE_PATHS;

const NAMES = Object.keys(PAGE_PATHS) as PageName[];

/** The address of a page under the app's base path (which ends with a slash). */
export function pathOf(page: PageName, base: string = import.meta.env.BASE_URL): string {
  return base.replace(/\/$/, "") + PAGE_PATHS[page];
}

/** The page an address belongs to; null for an unknown one. Trailing slashes and `index.html` are ignored. */
export function pageOf(pathname: string, base: string = import.meta.env.BASE_URL): PageName | null {
  const root = base.replace(/\/$/, "");
  if (!`${pathname}/`.startsWith(`${root}/`)) return null;
  const rest = pathname
    .slice(root.length)
    .replace(/index\.html$/, "")
    .replace(/\/+$/, "");
  return NAMES.find((name) => PAGE_PATHS[name].replace(/\/$/, "") === rest) ?? null;
}

const listeners = new Set<() => void>();

function tellListeners(): void {
  for (const listener of listeners) listener();
}

/** Goes to a page without loading the document again, and puts the reader at its top. */
export function navigate(page: PageName, hash = ""): void {
  const address = pathOf(page) + hash;
  if (address !== location.pathname + location.hash) history.pushState(null, "", address);
  tellListeners();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** The part of the address after `#`, with it; empty without one. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}

/** The page that is shown now; null when the address is unknown. */
export function usePage(): PageName | null {
  return useSyncExternalStore(subscribe, () => pageOf(location.pathname));
}
