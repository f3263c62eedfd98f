import { use } from "react";
import type { ChatActions } from "../store/chat/chat-slice";
import { useAppStore } from "./app-context";

/** Everything a person can do in a conversation; waits for its code the first time. */
export function useChat(): ChatActions {
  return use(useAppStore().chat());
}
