import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The files of a model by their path in its repository. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** Serves models on loopback, laid out as Hugging Face does: `<url>/resolve/main/<file>`. */
export interface ModelServer {
  origin: string;
  /** The address that a person would enter for a model. */
  urlOf(name: string): string;
  close(): Promise<void>;
}

/** Starts on a free port; any page may read. */
export async function startModelServer(models: Readonly<Record<string, ModelFiles>>): Promise<ModelServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const [, name = "", path = ""] = /^\/([^/]+)\/resolve\/main\/(.+)$/.exec(pathname) ?? [];
    const data = models[name]?.get(path);
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("cross-origin-resource-policy", "cross-origin");
    if (request.method === "OPTIONS") {
      response.setHeader("access-control-allow-headers", "*");
      return response.writeHead(204).end();
    }
    if (data === undefined) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-length": data.byteLength,
      "content-type": "application/octet-stream",
    });
    response.end(request.method === "HEAD" ? undefined : data);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve());
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    urlOf: (name) => `${origin}/${name}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
