/** Characters of an error body that are read; more is never shown. */
const BODY_LIMIT_CHARACTERS = 16_384;

/** The beginning of a body as text. A body that breaks off gives what came. `stopped` ends a body that hangs. */
export async function readBodyStart(response: Response, stopped: AbortSignal): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  stopped.addEventListener("abort", stop, { once: true });
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < BODY_LIMIT_CHARACTERS && !stopped.aborted) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // A broken error body is still an error; its status tells enough.
  } finally {
    stopped.removeEventListener("abort", stop);
    stop();
  }
  return text.slice(0, BODY_LIMIT_CHARACTERS);
}
