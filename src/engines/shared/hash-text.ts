const encoder = new TextEncoder();

/** FNV-1a over the UTF-8 bytes, then murmur3's finaliser so that the low bits mix. */
export function hashText(text: string): number {
  let value = 2166136261;
  for (const byte of encoder.encode(text)) value = Math.imul(value ^ byte, 16777619);
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
