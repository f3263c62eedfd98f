import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One answer; a function may break the rules of HTTP. */
export type Answer =
  | { status?: number; type?: string; body: string | Uint8Array }
  | ((response: ServerResponse) => void);

/** A loopback server laid out like a Hugging Face repository. */
export interface ModelServer {
  url: string;
  /** Files by path; replace or delete them to misbehave. */
  files: Map<string, Answer>;
  /** Every path that was asked for, in order. */
  requests: string[];
  close(): Promise<void>;
}

const WASM = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Serves a complete little model: config, tokenizer, manifest, two shards and a library that is valid WebAssembly. */
export async function startModelServer(): Promise<ModelServer> {
  const files = new Map<string, Answer>();
  const requests: string[] = [];
  const json = (value: unknown): Answer => ({ type: "application/json", body: JSON.stringify(value) });
  files.set("/resolve/main/mlc-chat-config.json", json({ tokenizer_files: ["tokenizer.json"] }));
  files.set("/resolve/main/tokenizer.json", json({ version: "1.0" }));
  files.set(
    "/resolve/main/tensor-cache.json",
    json({
      metadata: {},
      records: [
        { dataPath: "params_shard_0.bin", nbytes: 2_500_000, records: [] },
        { dataPath: "params_shard_1.bin", nbytes: 1000, records: [] },
      ],
    }),
  );
  files.set("/resolve/main/params_shard_0.bin", { body: new Uint8Array(2_500_000) });
  files.set("/resolve/main/params_shard_1.bin", { body: new Uint8Array(1000) });
  files.set("/lib.wasm", { type: "application/wasm", body: WASM });

  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push(path);
    // As Hugging Face does, so that a page of any origin may fetch.
    response.setHeader("access-control-allow-origin", "*");
    const answer = files.get(path);
    if (typeof answer === "function") {
      answer(response);
      return;
    }
    response.writeHead(answer === undefined ? 404 : (answer.status ?? 200), {
      "content-type": answer?.type ?? "application/octet-stream",
    });
    response.end(answer?.body ?? "not here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    files,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
