import * as v from "valibot";
import type { LinearWeights, TaughtSpecialist, TaughtVersion } from "../../core/taught";
import { bytesToText, packAscending, textToBytes, unpackAscending } from "./packed-numbers";
import { StorageError } from "./storage-error";
import { readTaught, readWeights } from "./taught-schema";

const FORMAT = "nearside-specialist";
const FORMAT_VERSION = 1;
/** A larger file is refused before it is parsed. */
const LIMIT_CHARACTERS = 50_000_000;

/** A specialist with the weights of its one version, as a file brings it. */
export interface ImportedSpecialist {
  specialist: TaughtSpecialist;
  weights: LinearWeights;
}

const fileSchema = v.object({
  format: v.literal(FORMAT),
  version: v.number(),
  specialist: v.unknown(),
  weights: v.object({
    featureVersion: v.number(),
    labels: v.array(v.string()),
    buckets: v.string(),
    values: v.string(),
    scales: v.array(v.number()),
    bias: v.array(v.number()),
    temperature: v.number(),
    unsureBelow: v.number(),
  }),
});

/**
 * The version in use as a file's text. Without examples it holds none of their text, not even the doubtful ones of the
 * report; words can still be guessed from weights by who tries all words.
 */
export function formatSpecialist(
  specialist: TaughtSpecialist,
  weights: LinearWeights,
  options: { withExamples: boolean },
): string {
  const versions = specialist.versions.filter(({ number }) => number === specialist.versionInUse);
  const shown = options.withExamples
    ? { ...specialist, versions }
    : {
        ...specialist,
        examples: [],
        versions: versions.map(withoutTexts),
      };
  return JSON.stringify({
    format: FORMAT,
    version: FORMAT_VERSION,
    specialist: shown,
    weights: {
      ...weights,
      buckets: bytesToText(packAscending(weights.buckets)),
      values: bytesToText(
        new Uint8Array(weights.values.buffer, weights.values.byteOffset, weights.values.length),
      ),
      scales: [...weights.scales],
      bias: [...weights.bias],
    },
  });
}

/**
 * Reads a specialist's file from anywhere.
 * @throws StorageError with words for the person when it cannot be read.
 */
export function parseSpecialist(text: string): ImportedSpecialist {
  if (text.length > LIMIT_CHARACTERS) throw unreadable("The file is larger than 50 million characters.");
  const file = v.safeParse(fileSchema, parse(text));
  if (!file.success) throw unreadable("This is not a file of a Nearside specialist.");
  if (file.output.version !== FORMAT_VERSION) throw unreadable("The file is of another version of Nearside.");
  const specialist = readTaught(file.output.specialist);
  const weights = readWeights(unpack(file.output.weights));
  const [version] = specialist?.versions ?? [];
  const isWhole =
    version !== undefined &&
    version.number === specialist?.versionInUse &&
    specialist.versions.length === 1 &&
    JSON.stringify(version.labels) === JSON.stringify(weights?.labels);
  if (specialist === null || weights === null || !isWhole) {
    throw unreadable("The file is damaged: its parts do not fit together.");
  }
  return { specialist, weights };
}

function withoutTexts(version: TaughtVersion): TaughtVersion {
  const { report } = version;
  return {
    ...version,
    report: report.kind === "tagger" ? { ...report, errors: [] } : { ...report, doubtful: [] },
  };
}

function unpack(packed: v.InferOutput<typeof fileSchema>["weights"]): unknown {
  try {
    const values = textToBytes(packed.values);
    return {
      ...packed,
      buckets: unpackAscending(textToBytes(packed.buckets)),
      values: new Int8Array(values.buffer, values.byteOffset, values.length),
      scales: Float32Array.from(packed.scales),
      bias: Float32Array.from(packed.bias),
    };
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable("The file is not JSON.");
  }
}

function unreadable(message: string): StorageError {
  return new StorageError("failed", message);
}
