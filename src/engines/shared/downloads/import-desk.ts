import type { ModelFileInput } from "../../../core/engine";
import { type InferenceEvent, LOAD_PHASES } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import { piecesOf } from "../byte-reader";
import { findFault } from "./check-content";
import type { FileDesk, ObtainedFile } from "./file-desk";
import { fileError, isStorageFull } from "./file-error";
import { discardParts } from "./file-parts";
import { keepFile, lookUpFile } from "./kept-file";
import { peek } from "./peek";
import { createSha256 } from "./sha256";
import { createTally } from "./tally";
import { nameOf, type WantedFile } from "./wanted-file";

/** Said once in a while, not with every piece. */
const PROGRESS_STEP_BYTES = 16_000_000;

/**
 * Files from disk, with the checks of a download. What is not among them may be here already. `obtain` throws what
 * `Engine.importFiles` does.
 */
export function createImportDesk(
  model: ModelRecord,
  inputs: readonly ModelFileInput[],
  signal: AbortSignal,
  caches: CacheStorage,
): FileDesk {
  const tally = createTally(LOAD_PHASES.copying, 0, (file) => find(file)?.size ?? null);

  /** By its path, in a folder or not; a file from elsewhere by its name, or else by being the only one of its kind. */
  function find({ path, url }: WantedFile): Blob | null {
    const name = path ?? decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "");
    const named = inputs.find((each) => each.path === name || each.path.endsWith(`/${name}`));
    if (named !== undefined) return named.file;
    if (path !== null) {
      const flat = path.split("/").at(-1);
      return inputs.find((each) => each.path === flat)?.file ?? null;
    }
    const kind = /\.\w+$/.exec(name)?.[0];
    const ofKind = inputs.filter((each) => kind !== undefined && each.path.endsWith(kind));
    return ofKind.length === 1 ? (ofKind[0]?.file ?? null) : null;
  }

  async function missing(file: WantedFile): Promise<never> {
    const names: string[] = [];
    for (const { file: each } of tally.open()) {
      if (each.isOptional === true || find(each) !== null) continue;
      const cache = await caches.open(each.cacheName);
      if (each === file || (await peek(cache, each.url)) === null) names.push(nameOf(each));
    }
    throw fileError("model-file-missing", model, `Not among the files: ${names.join(", ")}`, {
      retryable: false,
    });
  }

  async function* hashOf(input: Blob): AsyncGenerator<InferenceEvent, string, void> {
    const hash = await createSha256();
    let read = 0;
    let told = 0;
    for await (const piece of piecesOf(input)) {
      if (signal.aborted) throw fileError("cancelled", model, "cancelled", { cause: signal.reason });
      hash.update(piece);
      read += piece.byteLength;
      tally.setCurrent(read);
      if (read - told < PROGRESS_STEP_BYTES) continue;
      told = read;
      yield tally.progress();
    }
    return hash.digestHex();
  }

  async function* obtain(file: WantedFile): AsyncGenerator<InferenceEvent, ObtainedFile | null, void> {
    tally.plan([file]);
    const cache = await caches.open(file.cacheName);
    const input = find(file);
    if (input === null) {
      const known = await lookUpFile(caches, cache, file);
      if (known === null && file.isOptional !== true) return missing(file);
      if (known === null) tally.drop(file);
      else tally.finish(file, known.bytes);
      return known;
    }
    try {
      const data = file.inspect === undefined ? null : new Uint8Array(await input.arrayBuffer());
      const sha256 = yield* hashOf(input);
      const fault = await findFault(file, { blob: input, sha256, data }, undefined);
      if (fault !== null) throw fileError("model-file-corrupt", model, `${nameOf(file)}: ${fault}`);
      await keepFile(cache, file.url, input, sha256);
      // Of a download, broken off or not.
      await discardParts(caches, (url) => url === file.url);
      tally.finish(file, input.size);
      yield tally.progress();
      return { bytes: input.size, data };
    } catch (thrown) {
      if (isUnreadable(thrown)) {
        const detail = `${nameOf(file)} was moved or changed after it was chosen`;
        throw fileError("model-file-missing", model, detail, { cause: thrown, retryable: false });
      }
      if (!isStorageFull(thrown)) throw thrown;
      throw fileError("storage-full", model, `there is no room left for ${nameOf(file)}`, { cause: thrown });
    }
  }

  return {
    plan: tally.plan,
    pathsWith: () => [],
    obtain,
    async *obtainAll(files) {
      for (const file of files) yield* obtain(file);
    },
    progress: tally.progress,
  };
}

/** What a browser says of a file that is not as it was when it was chosen. */
function isUnreadable(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === "NotReadableError" || thrown.name === "NotFoundError");
}
