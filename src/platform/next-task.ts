/** Node's own way, which its types know only where Node's library is loaded. */
const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };

interface Channel {
  far: MessagePort;
  waiting: (() => void)[];
}

/** One for all calls: making and closing a channel takes several times as long as a message over it. */
let channel: Channel | null = null;

/**
 * Lets one task pass (not only a microtask), so that messages are delivered before the caller goes on. A round trip over a
 * MessageChannel has no minimum delay, unlike a timer. A loop that computes in microtasks alone never hears an abort.
 */
export function nextTask(): Promise<void> {
  // Node hands on all messages of a port in one go, so that there a kept channel would keep timers from running.
  if (setImmediate !== undefined) return new Promise((resolve) => setImmediate(resolve));
  channel ??= openChannel();
  const { far, waiting } = channel;
  return new Promise((resolve) => {
    waiting.push(resolve);
    far.postMessage(null);
  });
}

function openChannel(): Channel {
  const { port1: near, port2: far } = new MessageChannel();
  const waiting: (() => void)[] = [];
  near.addEventListener("message", () => waiting.shift()?.());
  near.start();
  return { far, waiting };
}
