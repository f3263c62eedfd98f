interface Entry {
  data: ArrayBuffer;
  headers: [string, string][];
}

/** The part of the browser's Cache API that is used, in memory, for Node. */
export function createMemoryCaches(): CacheStorage {
  const scopes = new Map<string, Map<string, Entry>>();
  const urlOf = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request));

  function cacheOf(entries: Map<string, Entry>): Partial<Cache> {
    return {
      async match(request) {
        const entry = entries.get(urlOf(request));
        return entry === undefined ? undefined : new Response(entry.data, { headers: entry.headers });
      },
      async put(request, response) {
        const data = await response.arrayBuffer();
        entries.set(urlOf(request), { data, headers: [...response.headers] });
      },
      async delete(request) {
        return entries.delete(urlOf(request as RequestInfo));
      },
      async keys() {
        return [...entries.keys()].map((url) => new Request(url));
      },
    };
  }

  return {
    async open(name: string) {
      const entries = scopes.get(name) ?? new Map<string, Entry>();
      scopes.set(name, entries);
      return cacheOf(entries) as Cache;
    },
  } as CacheStorage;
}
