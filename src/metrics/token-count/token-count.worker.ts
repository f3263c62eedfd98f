import { countO200kTokens } from "./count-tokens";
import { type CountReply, type CountRequest, READY } from "./token-count-protocol";

addEventListener("message", (event: MessageEvent<CountRequest>) => {
  const { id, text } = event.data;
  const reply: CountReply = { id, ...countO200kTokens(text) };
  postMessage(reply);
});
postMessage(READY);
