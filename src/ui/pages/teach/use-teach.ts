import { use } from "react";
import type { TeachActions } from "../../../store/teach/teach-slice";
import { useAppStore } from "../../app-context";

/** Everything a person can do on this page; waits for its code the first time. */
export function useTeach(): TeachActions {
  return use(useAppStore().teach());
}
