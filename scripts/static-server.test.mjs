import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PRODUCTION_HEADERS } from "./production-headers.mjs";
import { createStaticServer } from "./static-server.mjs";

const PAGE = "<!doctype html><title>page</title>";
const SCRIPT = "export const answer = 42;\n".repeat(50);
const NAVIGATION = { "Sec-Fetch-Dest": "document" };

let root;
const servers = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "static-server-"));
  await mkdir(join(root, "dist", "assets"), { recursive: true });
  await writeFile(join(root, "dist", "index.html"), PAGE);
  await writeFile(join(root, "dist", "assets", "main-1.js"), SCRIPT);
  await writeFile(join(root, "dist", "assets", "engine.wasm"), Buffer.from([0, 97, 115, 109]));
  await writeFile(join(root, "dist", "model.onnx"), "weights");
  await writeFile(join(root, "secret.txt"), "outside");
});

afterAll(async () => {
  for (const server of servers) server.close();
  await rm(root, { recursive: true });
});

async function start(options) {
  const server = createStaticServer(join(root, "dist"), options);
  servers.push(server);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server.address().port;
}

/** Not `fetch`, which tidies paths and decompresses. */
function get(port, path, { method = "GET", headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
      );
    })
      .on("error", reject)
      .end();
  });
}

describe("createStaticServer", () => {
  it("sends every production header with every answer, errors too", async () => {
    const port = await start();
    for (const path of ["/", "/assets/main-1.js", "/assets/none.js"]) {
      const { headers } = await get(port, path, { headers: NAVIGATION });
      for (const [name, value] of Object.entries(PRODUCTION_HEADERS)) {
        expect(headers[name.toLowerCase()]).toBe(value);
      }
    }
  });

  it("names the types that browsers insist on", async () => {
    const port = await start();
    expect((await get(port, "/assets/main-1.js")).headers["content-type"]).toMatch(/^text\/javascript/);
    expect((await get(port, "/assets/engine.wasm")).headers["content-type"]).toBe("application/wasm");
    expect((await get(port, "/model.onnx")).headers["content-type"]).toBe("application/octet-stream");
  });

  it("answers a deep link with the page and a missing asset with 404, never with HTML", async () => {
    const port = await start();
    const deep = await get(port, "/history", { headers: NAVIGATION });
    expect([deep.status, String(deep.body)]).toEqual([200, PAGE]);
    for (const path of ["/assets/gone-2.js", "/models/none.onnx"]) {
      expect((await get(port, path, { headers: NAVIGATION })).status).toBe(404);
    }
    expect((await get(port, "/history", { headers: { "Sec-Fetch-Dest": "empty" } })).status).toBe(404);
  });

  it("compresses as the browser asks, and to the same bytes", async () => {
    const port = await start();
    const br = await get(port, "/assets/main-1.js", { headers: { "Accept-Encoding": "gzip, br" } });
    const gzip = await get(port, "/assets/main-1.js", { headers: { "Accept-Encoding": "gzip" } });
    const plain = await get(port, "/assets/main-1.js");
    expect(br.headers["content-encoding"]).toBe("br");
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect([brotliDecompressSync(br.body), gunzipSync(gzip.body), plain.body].map(String)).toEqual([
      SCRIPT,
      SCRIPT,
      SCRIPT,
    ]);
    expect(new Set([br, gzip, plain].map(({ headers }) => headers.etag)).size).toBe(3);
  });

  it("keeps hashed assets for good, asks again for all else, and knows what has not changed", async () => {
    const port = await start();
    const asset = await get(port, "/assets/main-1.js");
    expect(asset.headers["cache-control"]).toContain("immutable");
    expect((await get(port, "/")).headers["cache-control"]).toBe("no-cache");
    const again = await get(port, "/assets/main-1.js", { headers: { "If-None-Match": asset.headers.etag } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it("never leaves its folder", async () => {
    const port = await start();
    for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/%00"]) {
      const { status, body } = await get(port, path);
      expect(status).not.toBe(200);
      expect(String(body)).not.toContain("outside");
    }
    expect((await get(port, "/%zz")).status).toBe(400);
  });

  it("answers HEAD without a body and refuses other methods", async () => {
    const port = await start();
    const head = await get(port, "/assets/main-1.js", { method: "HEAD" });
    expect([head.status, head.body.length, Number(head.headers["content-length"])]).toEqual([
      200,
      0,
      SCRIPT.length,
    ]);
    expect((await get(port, "/", { method: "POST" })).status).toBe(405);
  });

  it("serves a sub-path and nothing outside of it", async () => {
    const port = await start({ base: "/near/" });
    expect(String((await get(port, "/near/")).body)).toBe(PAGE);
    expect((await get(port, "/near")).headers.location).toBe("/near/");
    expect((await get(port, "/near/settings", { headers: NAVIGATION })).status).toBe(200);
    expect((await get(port, "/near/assets/main-1.js")).headers["cache-control"]).toContain("immutable");
    expect((await get(port, "/assets/main-1.js")).status).toBe(404);
  });
});

describe("public/_headers", () => {
  it("carries the same headers for static hosts", async () => {
    const text = await readFile(fileURLToPath(new URL("../public/_headers", import.meta.url)), "utf8");
    const everywhere = text.split(/\n(?=\/)/)[0];
    for (const [name, value] of Object.entries(PRODUCTION_HEADERS)) {
      expect(everywhere).toContain(`\n  ${name}: ${value}\n`);
    }
    expect(text).toContain(
      "/assets/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable",
    );
  });
});
