import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { type EmbeddedFilesScope, embeddedFilesOf, isKept, readEmbeddedFile } from "./embedded-files";

const FOLDER = "proofread";
const NAME = "lists.bin";

/** Answers each request with the next of `answers`, the last one again and again. */
type Answer = "right" | "flipped" | "cut" | "html" | "missing";
let answers: Answer[] = [];
let asked: string[] = [];
let server: Server;
let scope: EmbeddedFilesScope;

beforeEach(async () => {
  answers = ["right"];
  asked = [];
  server = createServer(async (request, response) => {
    asked.push(request.url ?? "");
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    const right = await readFile(`public${request.url}`);
    if (answer === "missing") response.writeHead(404).end("no such file");
    else if (answer === "html")
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    else if (answer === "cut") response.end(right.subarray(0, right.length - 10));
    else {
      if (answer === "flipped") right[1000] = (right[1000] ?? 0) ^ 1;
      response.end(right);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  scope = {
    fetchFile: (path, { signal }) =>
      fetch(`http://127.0.0.1:${port}/${path}`, signal === undefined ? {} : { signal }),
    caches: createMemoryCaches(),
  };
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const read = () => readEmbeddedFile(FOLDER, NAME, { scope });

describe("readEmbeddedFile", () => {
  it("fetches a file once and then has it, without the network", async () => {
    const first = await read();
    expect(first.byteLength).toBe(embeddedFilesOf(FOLDER)[NAME]?.bytes);
    server.closeAllConnections();
    server.close();
    expect(Buffer.from(await read()).equals(first)).toBe(true);
    expect(asked).toEqual([`/models/${FOLDER}/${NAME}`]);
  });

  it.each(["flipped", "cut", "html"] as const)(
    "L7 fetches a %s file once more and uses the right one",
    async (fault) => {
      answers = [fault, "right"];
      expect((await read()).byteLength).toBe(embeddedFilesOf(FOLDER)[NAME]?.bytes);
      expect(asked).toHaveLength(2);
    },
  );

  it.each(["flipped", "cut", "html"] as const)(
    "L7 refuses a file that is %s twice, and keeps nothing of it",
    async (fault) => {
      answers = [fault];
      await expect(read()).rejects.toMatchObject({ code: "model-file-corrupt" });
      expect(asked).toHaveLength(2);
      answers = ["right"];
      expect((await read()).byteLength).toBe(embeddedFilesOf(FOLDER)[NAME]?.bytes);
    },
  );

  it("L7 drops a kept file that is damaged or of another version, and fetches it again", async () => {
    const cache = await scope.caches?.open("nearside-embedded-v1");
    await cache?.put(`/models/${FOLDER}/${NAME}`, new Response("of another version"));
    await read();
    expect(asked).toHaveLength(1);
    const kept = await cache?.match(`/models/${FOLDER}/${NAME}`);
    expect((await kept?.arrayBuffer())?.byteLength).toBe(embeddedFilesOf(FOLDER)[NAME]?.bytes);
  });

  it("L6 says which file is missing", async () => {
    answers = ["missing"];
    await expect(read()).rejects.toMatchObject({
      code: "model-file-missing",
      status: 404,
      detail: `models/${FOLDER}/${NAME}`,
    });
  });

  it("calls a server that does not answer `network`, and an abort `cancelled`", async () => {
    const signal = AbortSignal.abort();
    await expect(readEmbeddedFile(FOLDER, NAME, { scope, signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    server.closeAllConnections();
    server.close();
    await expect(read()).rejects.toMatchObject({ code: "network" });
  });

  it("works without a cache", async () => {
    const bare = { ...scope, caches: undefined };
    await readEmbeddedFile(FOLDER, NAME, { scope: bare });
    await readEmbeddedFile(FOLDER, NAME, { scope: bare });
    expect(asked).toHaveLength(2);
    expect(await isKept(FOLDER, bare)).toBe(false);
  });

  it("knows a model that is kept whole", async () => {
    await read();
    expect(await isKept(FOLDER, scope)).toBe(false);
    for (const name of Object.keys(embeddedFilesOf(FOLDER))) await readEmbeddedFile(FOLDER, name, { scope });
    expect(await isKept(FOLDER, scope)).toBe(true);
  });

  it("refuses what does not ship", async () => {
    await expect(readEmbeddedFile("nothing", NAME, { scope })).rejects.toMatchObject({
      code: "model-missing",
    });
    await expect(readEmbeddedFile(FOLDER, "card.json", { scope })).rejects.toMatchObject({
      code: "model-missing",
    });
  });
});
