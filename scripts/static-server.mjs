import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { cacheControlOf, PRODUCTION_HEADERS } from "./production-headers.mjs";

const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};
const COMPRESSED = new Set([".css", ".html", ".js", ".json", ".mjs", ".svg", ".wasm", ".webmanifest"]);

const compress = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 6 }),
};

/** Each file is compressed once in a process, however many servers and clients ask for it. */
const compressed = new Map();

/**
 * Serves a built folder as production does. Paths without a file fall back to index.html only when a browser
 * navigates; a missing asset is a real 404.
 * @param {string} root folder with index.html
 * @param {{ headers?: Record<string, string>, base?: string }} [options] `headers` replaces the production ones
 *   (for tests of hosts that set none); `base` is the sub-path that the build was made for, with both slashes
 */
export function createStaticServer(root, { headers = PRODUCTION_HEADERS, base = "/" } = {}) {
  return createServer(async (request, response) => {
    try {
      if (request.method !== "GET" && request.method !== "HEAD") {
        return end(405, "Method not allowed", { Allow: "GET, HEAD" });
      }
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      if (`${pathname}/` === base) return end(308, "Moved", { Location: base });
      if (!pathname.startsWith(base)) return end(404, "Not found");
      const path = `/${decodeURIComponent(pathname.slice(base.length))}`;
      const file = await findFile(root, path, asksForPage(request));
      if (!file) return end(404, "Not found");
      await sendFile(file, path);
    } catch (error) {
      if (error instanceof URIError) return end(400, "Bad request");
      if (!response.headersSent) return end(500, "Internal error");
      response.destroy();
    }

    function end(status, text, more = {}) {
      response.writeHead(status, { ...headers, "Content-Type": "text/plain; charset=utf-8", ...more });
      response.end(request.method === "HEAD" ? undefined : text);
    }

    async function sendFile(file, path) {
      const extension = extname(file.path);
      const encoding = COMPRESSED.has(extension)
        ? chooseEncoding(request.headers["accept-encoding"] ?? "")
        : null;
      const etag = `"${file.size.toString(36)}-${Math.round(file.modifiedMs).toString(36)}${encoding ?? ""}"`;
      const all = {
        ...headers,
        "Content-Type": CONTENT_TYPES[extension] ?? "application/octet-stream",
        "Cache-Control": cacheControlOf(path),
        ETag: etag,
        Vary: "Accept-Encoding",
      };
      if (request.headers["if-none-match"] === etag) {
        response.writeHead(304, all);
        return response.end();
      }
      if (encoding) {
        const bytes = await compressOnce(file, encoding, etag);
        response.writeHead(200, { ...all, "Content-Encoding": encoding, "Content-Length": bytes.length });
        return response.end(request.method === "HEAD" ? undefined : bytes);
      }
      response.writeHead(200, { ...all, "Content-Length": file.size });
      if (request.method === "HEAD") return response.end();
      createReadStream(file.path)
        .on("error", () => response.destroy())
        .pipe(response);
    }
  });
}

function compressOnce(file, encoding, etag) {
  const key = `${etag} ${file.path}`;
  const known = compressed.get(key);
  if (known) return known;
  const work = readFile(file.path).then(compress[encoding]);
  compressed.set(key, work);
  work.catch(() => compressed.delete(key));
  return work;
}

function chooseEncoding(accepted) {
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : null;
}

/** A script that asks for a missing file gets a 404; browsers say so, and whatever does not is taken at its word. */
function asksForPage({ headers }) {
  return (headers["sec-fetch-dest"] ?? "document") === "document";
}

async function findFile(root, path, fallsBack) {
  const asked = normalize(join(root, path));
  if (path.includes("\0") || (asked !== root && !asked.startsWith(root + sep))) return null;
  const direct = await fileAt(asked);
  if (direct) return direct;
  return fallsBack && extname(path) === "" ? fileAt(join(root, "index.html")) : null;
}

async function fileAt(path) {
  try {
    const found = await stat(path);
    return found.isFile() ? { path, size: found.size, modifiedMs: found.mtimeMs } : null;
  } catch {
    return null;
  }
}
