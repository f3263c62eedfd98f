import { createContext, use } from "react";

/** How a waiting version is started; `main.tsx` provides it. */
export const ApplyUpdateContext = createContext<() => void>(() => location.reload());

/** Starts the waiting version, which reloads the page. */
export function useApplyUpdate(): () => void {
  return use(ApplyUpdateContext);
}
