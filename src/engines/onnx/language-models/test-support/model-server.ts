import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Breaks the rules for one file, instead of serving it; `attempt` counts its requests from 1. */
export type Fault = (response: ServerResponse, attempt: number, whole: Uint8Array) => void;

/** A loopback server laid out like a Hugging Face repository. */
export interface ModelServer {
  url: string;
  /** Files by their path in the repository. */
  files: Map<string, Uint8Array>;
  faults: Map<string, Fault>;
  /** Every path that was asked for, in order. */
  requests: string[];
  close(): Promise<void>;
}

const ROOT = "/resolve/main/";

/** Serves `files` at `/resolve/main/`. */
export async function startModelServer(files: ReadonlyMap<string, Uint8Array>): Promise<ModelServer> {
  const served = new Map(files);
  const faults = new Map<string, Fault>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    // A page asks from another origin, as it does of a public host of models.
    response.setHeader("access-control-allow-origin", "*");
    const path = (request.url ?? "").slice(ROOT.length);
    requests.push(path);
    const whole = served.get(path);
    const fault = faults.get(path);
    if (fault !== undefined) {
      fault(response, requests.filter((each) => each === path).length, whole ?? new Uint8Array());
      return;
    }
    serveWhole(response, whole);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    files: served,
    faults,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What an honest server does. */
export function serveWhole(response: ServerResponse, content: Uint8Array | undefined): void {
  if (content === undefined) {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end("Entry not found");
    return;
  }
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": content.byteLength,
  });
  response.end(content);
}
