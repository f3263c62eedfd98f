import { createSHA256 } from "hash-wasm";

/** SHA-256 of bytes that come piece by piece; the browser's own takes the whole at once. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal. Ends the hash. */
  digestHex(): string;
}

/** Of no bytes yet. */
export async function createSha256(): Promise<Sha256> {
  const hash = await createSHA256();
  return {
    update: (bytes) => void hash.update(bytes),
    digestHex: () => hash.digest("hex"),
  };
}
