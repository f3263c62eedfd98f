import type { StoreApi } from "zustand/vanilla";
import type { AppState } from "./app-state";
import type { StoreDependencies } from "./dependencies";

/** What each slice of actions is built from. */
export interface SliceContext {
  get(): AppState;
  set: StoreApi<AppState>["setState"];
  dependencies: StoreDependencies;
}
