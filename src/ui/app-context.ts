import { createContext, use, useCallback, useRef, useSyncExternalStore } from "react";
import type { AppState } from "../store/app-state";
import type { AppActions, AppStore } from "../store/create-app-store";

/** Holds the page's one store. */
export const AppStoreContext = createContext<AppStore | null>(null);

/** The store itself, for its actions and catalogues. */
export function useAppStore(): AppStore {
  const store = use(AppStoreContext);
  if (store === null) throw new Error("AppStoreContext is missing");
  return store;
}

/** Everything a person can do. */
export function useActions(): AppActions {
  return useAppStore().actions;
}

/** A narrow part of the state; the component is drawn again only when that part changes (by identity). */
export function useApp<Part>(selector: (state: AppState) => Part): Part {
  const store = useAppStore();
  const latest = useRef(selector);
  latest.current = selector;
  const read = useCallback(() => latest.current(store.getState()), [store]);
  return useSyncExternalStore(store.subscribe, read);
}
