import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A loopback endpoint that streams prepared answers as fast as it is told. */
export interface SseServer {
  baseUrl: string;
  /** What every completion from now on is answered with: one event a piece. */
  answerWith(pieces: readonly string[], eventsPerMs: number): void;
  /** Events a ms that the last answer was sent at. */
  lastRate(): number;
  close(): Promise<void>;
}

/** Starts on a free port. The events are written out before, so that sending them costs next to nothing. */
export async function startSseServer(): Promise<SseServer> {
  let events: Buffer[] = [];
  let eventsPerMs = 1;
  let rate = 0;

  async function stream(response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    const startMs = performance.now();
    let sent = 0;
    while (sent < events.length && !response.destroyed) {
      await pause(1);
      const due = Math.min(events.length, Math.ceil((performance.now() - startMs) * eventsPerMs));
      response.write(Buffer.concat(events.slice(sent, due)));
      sent = due;
    }
    rate = sent / (performance.now() - startMs);
    response.end(`${event({}, "stop")}data: [DONE]\n\n`);
  }

  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    if (request.method === "OPTIONS") {
      response.setHeader("access-control-allow-headers", "authorization, content-type");
      return response.writeHead(204).end();
    }
    if (request.method !== "POST") return response.writeHead(404).end();
    request.resume().on("end", () => void stream(response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve());
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    answerWith(pieces, perMs) {
      events = pieces.map((content) => Buffer.from(event({ content })));
      eventsPerMs = perMs;
    },
    lastRate: () => rate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function event(delta: { content?: string }, finishReason: string | null = null): string {
  const chunk = {
    id: "chatcmpl-bench",
    object: "chat.completion.chunk",
    created: 1_764_000_000,
    model: "bench-model",
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
