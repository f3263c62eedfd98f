/**
 * The headers of what is kept under an address; null where nothing is. A response whose body nobody reads holds on to
 * its file until it is collected, and a deleted file goes on taking its room until then: the body is let go at once.
 */
export async function peek(cache: Cache, url: string): Promise<Headers | null> {
  const response = await cache.match(url);
  if (response === undefined) return null;
  await response.body?.cancel();
  return response.headers;
}
