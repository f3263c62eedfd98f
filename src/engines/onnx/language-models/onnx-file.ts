/** What must be known of a graph file before it is trusted. */
export interface OnnxFileFacts {
  /** Files with weights of their own, by the name that the graph gives, and how many bytes it will read of each. */
  externalData: readonly { location: string; bytes: number }[];
}

/** Field numbers of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). */
const MODEL = { irVersion: 1, graph: 7, operatorSet: 8 } as const;
const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { attribute: 5 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11 } as const;
const TENSOR = { externalData: 13 } as const;
const ENTRY = { key: 1, value: 2 } as const;

const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Subgraphs deeper than this are no model of ours. */
const MAXIMUM_DEPTH = 8;

/**
 * Reads the outer structure of an ONNX file, which is cheap since weights are stepped over: every length must fit, the
 * last field must end where the file ends, and there must be a graph. So a truncated file is told from a whole one
 * without a checksum.
 * @returns what it found; a string says what is wrong.
 */
export function inspectOnnxFile(bytes: Uint8Array): OnnxFileFacts | string {
  const external = new Map<string, number>();
  let hasVersion = false;
  let hasGraph = false;
  let hasOperatorSet = false;
  try {
    for (const field of fieldsOf(bytes)) {
      if (field.number === MODEL.irVersion && field.wire === WIRE.varint) hasVersion = true;
      // Written after the graph, so that a file cut off at its end is found out too.
      if (field.number === MODEL.operatorSet && field.wire === WIRE.bytes) hasOperatorSet = true;
      if (field.number === MODEL.graph && field.wire === WIRE.bytes) {
        hasGraph = true;
        collectFromGraph(field.bytes, external, 0);
      }
    }
  } catch (thrown) {
    if (thrown instanceof RangeError) return thrown.message;
    throw thrown;
  }
  if (!hasVersion || !hasGraph || !hasOperatorSet) return "it holds no whole ONNX graph";
  return { externalData: [...external].map(([location, length]) => ({ location, bytes: length })) };
}

function collectFromGraph(graph: Uint8Array, external: Map<string, number>, depth: number): void {
  if (depth > MAXIMUM_DEPTH) throw new RangeError("its graphs are nested too deep");
  for (const field of fieldsOf(graph)) {
    if (field.wire !== WIRE.bytes) continue;
    if (field.number === GRAPH.initializer) collectFromTensor(field.bytes, external);
    else if (field.number === GRAPH.node) {
      for (const part of fieldsOf(field.bytes)) {
        if (part.number === NODE.attribute && part.wire === WIRE.bytes) {
          collectFromAttribute(part.bytes, external, depth);
        }
      }
    }
  }
}

function collectFromAttribute(attribute: Uint8Array, external: Map<string, number>, depth: number): void {
  for (const { number, wire, bytes } of fieldsOf(attribute)) {
    if (wire !== WIRE.bytes) continue;
    if (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs)
      collectFromGraph(bytes, external, depth + 1);
    else if (number === ATTRIBUTE.tensor || number === ATTRIBUTE.tensors) collectFromTensor(bytes, external);
  }
}

function collectFromTensor(tensor: Uint8Array, external: Map<string, number>): void {
  const entries = new Map<string, string>();
  for (const field of fieldsOf(tensor)) {
    if (field.number !== TENSOR.externalData || field.wire !== WIRE.bytes) continue;
    let key = "";
    let value = "";
    for (const part of fieldsOf(field.bytes)) {
      if (part.number === ENTRY.key) key = decode(part.bytes);
      else if (part.number === ENTRY.value) value = decode(part.bytes);
    }
    entries.set(key, value);
  }
  const location = entries.get("location");
  if (location === undefined) return;
  const end = Number(entries.get("offset") ?? 0) + Number(entries.get("length") ?? 0);
  if (!Number.isSafeInteger(end) || end < 0) throw new RangeError("it names weights at an impossible place");
  external.set(location, Math.max(end, external.get(location) ?? 0));
}

interface Field {
  number: number;
  wire: number;
  /** Empty for anything but a length-delimited field. */
  bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** The fields of one protobuf message. Throws RangeError when a length does not fit. */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  let offset = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = message[offset];
      if (byte === undefined) throw new RangeError("it is cut off");
      offset += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("it is not an ONNX file");
  };
  while (offset < message.length) {
    const tag = readVarint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    let bytes: Uint8Array = NO_BYTES;
    if (wire === WIRE.varint) readVarint();
    else if (wire === WIRE.fixed64) offset += 8;
    else if (wire === WIRE.fixed32) offset += 4;
    else if (wire === WIRE.bytes) {
      const length = readVarint();
      bytes = message.subarray(offset, offset + length);
      offset += length;
    } else throw new RangeError("it is not an ONNX file");
    if (number === 0) throw new RangeError("it is not an ONNX file");
    if (offset > message.length) throw new RangeError("it is cut off");
    yield { number, wire, bytes };
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
