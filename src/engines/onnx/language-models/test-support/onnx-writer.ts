/** Writes ONNX files (protobuf, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3), as far as the tests need. */

/** Number of an element type in `TensorProto.DataType`. */
export const ELEMENT = { float: 1, int64: 7, bool: 9, float16: 10 } as const;

/** A dimension: a size, or the name of one that varies. */
export type Dimension = number | string;

type Part = Uint8Array;

/** One value that a graph takes or gives. */
export function value(name: string, element: number, dims: readonly Dimension[]): Part {
  const shape = dims.map((dim) => field(1, typeof dim === "number" ? integer(1, dim) : text(2, dim)));
  const tensorType = [integer(1, element), field(2, ...shape)];
  return join(text(1, name), field(2, field(1, ...tensorType)));
}

/** A constant, in the file or in a file of its own. */
export function tensor(
  name: string,
  element: number,
  dims: readonly number[],
  data: Uint8Array,
  external?: { location: string; offset: number },
): Part {
  const head = [...dims.map((dim) => integer(1, dim)), integer(2, element), text(8, name)];
  if (external === undefined) return join(...head, field(9, data));
  const entry = (key: string, content: string) => field(13, text(1, key), text(2, content));
  return join(
    ...head,
    entry("location", external.location),
    entry("offset", String(external.offset)),
    entry("length", String(data.byteLength)),
    integer(14, 1),
  );
}

/** One operation; attributes are whole numbers or lists of them. */
export function node(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): Part {
  return join(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
    ...Object.entries(attributes).map(([name, content]) =>
      field(
        5,
        text(1, name),
        ...(typeof content === "number"
          ? [integer(3, content), integer(20, 2)]
          : [...content.map((each) => integer(8, each)), integer(20, 7)]),
      ),
    ),
  );
}

/** A whole file. */
export function model(graph: {
  nodes: readonly Part[];
  constants: readonly Part[];
  inputs: readonly Part[];
  outputs: readonly Part[];
}): Uint8Array<ArrayBuffer> {
  const body = [
    ...graph.nodes.map((each) => field(1, each)),
    text(2, "tiny-decoder"),
    ...graph.constants.map((each) => field(5, each)),
    ...graph.inputs.map((each) => field(11, each)),
    ...graph.outputs.map((each) => field(12, each)),
  ];
  // IR version 8 and operator set 17, as other exporters write them.
  return join(integer(1, 8), field(7, ...body), field(8, text(1, ""), integer(2, 17)));
}

function integer(number: number, content: number): Part {
  return join(varint(BigInt(number * 8)), varint(BigInt.asUintN(64, BigInt(content))));
}

function text(number: number, content: string): Part {
  return field(number, new TextEncoder().encode(content));
}

function field(number: number, ...parts: readonly Part[]): Part {
  const body = join(...parts);
  return join(varint(BigInt(number * 8 + 2)), varint(BigInt(body.byteLength)), body);
}

function varint(content: bigint): Part {
  const bytes: number[] = [];
  let left = content;
  do {
    const isLast = left < 128n;
    bytes.push(Number(left & 127n) | (isLast ? 0 : 128));
    left >>= 7n;
  } while (left > 0n);
  return Uint8Array.from(bytes);
}

function join(...parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
  }
  return joined;
}
