/**
 * The least that a session can be made of: one number that goes out as it came in. The runtime compiles its WebAssembly
 * with its first session and at no other time.
 */
export const SMALLEST_GRAPH: Uint8Array = Uint8Array.of(
  // Version of the format, and the graph's length.
  ...[8, 8, 18, 0, 58, 55],
  // One node: `Identity` from "i" to "o"; the graph's name.
  ...[10, 16, 10, 1, 105, 18, 1, 111, 34, 8, 73, 100, 101, 110, 116, 105, 116, 121, 18, 1, 103],
  // Input "i" and output "o", a float each.
  ...[90, 15, 10, 1, 105, 18, 10, 10, 8, 8, 1, 18, 4, 10, 2, 8, 1],
  ...[98, 15, 10, 1, 111, 18, 10, 10, 8, 8, 1, 18, 4, 10, 2, 8, 1],
  // Version 13 of the operators.
  ...[66, 4, 10, 0, 16, 13],
);
