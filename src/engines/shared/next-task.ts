/**
 * Lets one task pass (not only a microtask), so that messages are delivered before the caller goes on. A round trip over a
 * MessageChannel has no minimum delay, unlike a timer. A loop that computes in microtasks alone never hears an abort.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      "message",
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}
