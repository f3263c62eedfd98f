/** Node's ports keep the process alive while they listen; the browser's have no such switch. */
type Port = MessagePort & { ref?(): void; unref?(): void };

interface Channel {
  near: Port;
  far: Port;
  waiting: (() => void)[];
}

/** One for all calls: making and closing a channel takes several times as long as a message over it. */
let channel: Channel | null = null;

/**
 * Lets one task pass (not only a microtask), so that messages are delivered before the caller goes on. A round trip over a
 * MessageChannel has no minimum delay, unlike a timer. A loop that computes in microtasks alone never hears an abort.
 */
export function nextTask(): Promise<void> {
  channel ??= openChannel();
  const { near, far, waiting } = channel;
  return new Promise((resolve) => {
    near.ref?.();
    waiting.push(resolve);
    far.postMessage(null);
  });
}

function openChannel(): Channel {
  const { port1: near, port2: far }: { port1: Port; port2: Port } = new MessageChannel();
  const waiting: (() => void)[] = [];
  near.addEventListener("message", () => {
    const resolve = waiting.shift();
    if (waiting.length === 0) near.unref?.();
    resolve?.();
  });
  near.start();
  return { near, far, waiting };
}
