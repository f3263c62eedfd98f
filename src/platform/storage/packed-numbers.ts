/** Numbers as text for a file. Both directions are exact. */

const CHUNK = 8192;

/** Bytes as base64. */
export function bytesToText(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

/** @throws DOMException where the text is no base64. */
export function textToBytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Ascending numbers as the gaps between them, seven bits a byte, lowest first. */
export function packAscending(numbers: Uint32Array): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const number of numbers) {
    let gap = number - before;
    before = number;
    while (gap >= 0x80) {
      bytes.push((gap % 0x80) + 0x80);
      gap = Math.floor(gap / 0x80);
    }
    bytes.push(gap);
  }
  return Uint8Array.from(bytes);
}

/** @throws RangeError where the bytes end within a number, or a number is too large. */
export function unpackAscending(bytes: Uint8Array): Uint32Array {
  const numbers: number[] = [];
  let before = 0;
  let gap = 0;
  let worth = 1;
  for (const byte of bytes) {
    gap += (byte % 0x80) * worth;
    if (byte >= 0x80) {
      worth *= 0x80;
      continue;
    }
    before += gap;
    if (before > 0xffffffff) throw new RangeError("a packed number is too large");
    numbers.push(before);
    gap = 0;
    worth = 1;
  }
  if (worth !== 1) throw new RangeError("packed numbers end in the middle of one");
  return Uint32Array.from(numbers);
}
