import { LIBRARY } from "./example";

/** The shortest valid WebAssembly. */
const MODULE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** The files of a complete little model: config, tokenizer, list of weights, two shards and a model library. */
export function tinyModel(): Map<string, Uint8Array> {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ["mlc-chat-config.json", json({ tokenizer_files: ["tokenizer.json"] })],
    ["tokenizer.json", json({ version: "1.0" })],
    [
      "tensor-cache.json",
      json({
        metadata: {},
        records: [
          { dataPath: "params_shard_0.bin", nbytes: 2_500_000, records: [] },
          { dataPath: "params_shard_1.bin", nbytes: 1000, records: [] },
        ],
      }),
    ],
    ["params_shard_0.bin", new Uint8Array(2_500_000)],
    ["params_shard_1.bin", new Uint8Array(1000)],
    [LIBRARY, new Uint8Array(MODULE)],
  ]);
}
