/** A number in [0, 1). */
export type Random = () => number;

/**
 * Repeatable random numbers from a seed: xoshiro128** 1.1 by David Blackman and Sebastiano Vigna (public domain,
 * https://prng.di.unimi.it/xoshiro128starstar.c). Its state is filled from the seed by splitmix32, so that seeds next
 * to each other give unrelated numbers. A seed is read as a 53-bit integer.
 */
export function createRandom(seed: number): Random {
  const whole = Number.isFinite(seed) ? Math.trunc(seed) : 0;
  const mix = splitmix32((whole | 0) ^ Math.imul(Math.trunc(whole / 2 ** 32) | 0, 0x9e3779b1));
  const next = xoshiro128(mix(), mix(), mix(), mix() || 1);
  // 24 bits are as many as single-precision scores can tell apart, and more are taken for evenness.
  return () => (next() >>> 0) / 2 ** 32;
}

/** The generator itself, on a state of four 32-bit numbers that are not all zero. Exported for its test vector. */
export function xoshiro128(a: number, b: number, c: number, d: number): () => number {
  const state = new Uint32Array([a, b, c, d]);
  return () => {
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    const s2Mixed = s2 ^ s0;
    const s3Mixed = s3 ^ s1;
    state[1] = s1 ^ s2Mixed;
    state[0] = s0 ^ s3Mixed;
    state[2] = s2Mixed ^ t;
    state[3] = rotateLeft(s3Mixed, 11);
    return result;
  };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
