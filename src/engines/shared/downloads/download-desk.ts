import type { ModelNetwork } from "../../../core/engine";
import { InferenceError } from "../../../core/errors";
import { type InferenceEvent, LOAD_PHASES } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import { DOWNLOAD_LIMITS, type DownloadLimits } from "./download-limits";
import { type CheckedFile, fetchFile } from "./fetch-file";
import type { FileDesk, ObtainedFile } from "./file-desk";
import { fileError } from "./file-error";
import { type FileParts, openParts } from "./file-parts";
import { lookUpFile } from "./kept-file";
import { createLine } from "./line";
import { addressOn } from "./model-network";
import { type FileFacts, type Repository, readRepository } from "./repository";
import { createTally } from "./tally";
import type { WantedFile } from "./wanted-file";

/** What a download stands on; tests pass a server and a cache of their own. */
export interface DownloadScope {
  fetch: typeof fetch;
  caches: CacheStorage;
  /** Room that is left, where the browser says so. */
  estimate?: () => Promise<StorageEstimate>;
  limits?: Partial<DownloadLimits>;
}

/** What there is of a file: all, or a beginning, which may be nothing. */
type Found = { type: "known"; file: ObtainedFile } | { type: "missing"; cache: Cache; parts: FileParts };

/** A file that fails its check is fetched this often in all. */
const ATTEMPTS = 2;

/**
 * Files from the network. Nothing is asked before the first file that is not here. `obtain` throws what
 * `Engine.download` does, and `model-not-downloaded` where nothing may be fetched.
 */
export function createDownloadDesk(
  model: ModelRecord,
  network: ModelNetwork,
  signal: AbortSignal,
  scope: DownloadScope,
): FileDesk {
  const limits = { ...DOWNLOAD_LIMITS, ...scope.limits };
  const line = createLine(limits);
  const { source } = model;
  const mayFetch = !network.airGap && !(source.type === "hugging-face" && source.isFromDisk === true);
  const tally = createTally(LOAD_PHASES.downloading, model.downloadBytes, sizeOf);
  /** Undefined before it was asked for, null where there is no list. */
  let repository: Repository | null | undefined;

  function factsOf({ path }: WantedFile): FileFacts | undefined {
    return path === null ? undefined : repository?.files.get(path);
  }

  function sizeOf(file: WantedFile): number | null {
    return factsOf(file)?.bytes ?? file.bytes ?? null;
  }

  /** At the commit that the revision is now, so that no two files are of different ones. */
  function addressOf(file: WantedFile): string {
    if (source.type !== "hugging-face" || factsOf(file) === undefined) return addressOn(file.url, network);
    const revision = `/resolve/${encodeURIComponent(source.revision)}/`;
    return addressOn(file.url.replace(revision, `/resolve/${repository?.commit}/`), network);
  }

  function throwIfAborted(): void {
    if (signal.aborted) throw fileError("cancelled", model, "cancelled", { cause: signal.reason });
  }

  /** Once, before the first file is fetched. */
  async function ask(): Promise<void> {
    if (!mayFetch) throw fileError("model-not-downloaded", model, "nothing may be fetched for this model");
    if (repository !== undefined) return;
    repository = await readRepository(model, network, scope.fetch, signal).catch(() => null);
    throwIfAborted();
  }

  /**
   * Says so before anything is fetched that could not be kept, as far as the browser tells. Chromium reports 10 GiB to
   * every page, on the page and in workers alike, whatever room it will really give: there a full storage shows only
   * when a file is put into it.
   */
  async function refuseWithoutRoom(): Promise<void> {
    const { quota, usage } = (await scope.estimate?.().catch(() => null)) ?? {};
    if (quota === undefined || usage === undefined) return;
    const needed = tally.open().reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    const free = Math.max(0, quota - usage);
    if (needed <= free) return;
    const detail = `${megabytes(needed)} MB are still to come, and there is room for ${megabytes(free)} MB`;
    throw fileError("storage-full", model, detail);
  }

  async function look(file: WantedFile): Promise<Found> {
    const cache = await scope.caches.open(file.cacheName);
    const known = await lookUpFile(scope.caches, cache, file);
    if (known !== null) return { type: "known", file: known };
    return { type: "missing", cache, parts: await openParts(scope.caches, file.url) };
  }

  /** Whatever is here of it is taken; else it is fetched, and is to be kept. Null for a file that the model lacks. */
  async function* takeOrFetch(
    file: WantedFile,
    found: Found,
  ): AsyncGenerator<InferenceEvent, ObtainedFile | CheckedFile | null, void> {
    throwIfAborted();
    tally.plan([file]);
    if (found.type === "known") {
      tally.finish(file, found.file.bytes);
      return found.file;
    }
    await ask();
    const isListed = file.path === null || repository?.files.has(file.path) !== false;
    if (file.isOptional === true && !isListed) {
      tally.drop(file);
      return null;
    }
    await refuseWithoutRoom();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const facts = factsOf(file);
        const checked = yield* fetchFile(
          {
            file,
            owner: model,
            address: addressOf(file),
            facts,
            pin: facts === undefined ? null : `commit ${repository?.commit}`,
            isSecondTry: attempt > 1,
          },
          { cache: found.cache, parts: found.parts, tally, limits, line, signal, fetch: scope.fetch },
        );
        tally.finish(file, checked.bytes);
        return checked;
      } catch (thrown) {
        tally.setCurrent(0);
        const error = toError(thrown);
        if (file.isOptional === true && error.status === 404) {
          tally.drop(file);
          return null;
        }
        if (attempt >= ATTEMPTS || error.code !== "model-file-corrupt") throw error;
      }
    }
  }

  function toError(thrown: unknown): InferenceError {
    return InferenceError.from(thrown, "internal", { engine: model.engine, model: model.id });
  }

  async function keep(obtained: ObtainedFile | CheckedFile | null): Promise<void> {
    if (obtained === null || !("keep" in obtained)) return;
    await obtained.keep().catch((thrown: unknown) => {
      throw toError(thrown);
    });
  }

  async function* obtain(file: WantedFile): AsyncGenerator<InferenceEvent, ObtainedFile | null, void> {
    const obtained = yield* takeOrFetch(file, await look(file));
    await keep(obtained);
    yield tally.progress();
    return obtained;
  }

  async function* obtainAll(files: readonly WantedFile[]): AsyncGenerator<InferenceEvent, void, void> {
    let keeping = Promise.resolve();
    try {
      let found: Found | null = null;
      for (const [index, file] of files.entries()) {
        const obtained = yield* takeOrFetch(file, found ?? (await look(file)));
        // Two files at most are held; and what cannot be kept is noticed before a third is fetched.
        await keeping;
        const next = files[index + 1];
        // Before this one is put: Cache Storage answers in turn, and the next transfer would wait for it.
        found = next === undefined ? null : await look(next);
        keeping = keep(obtained);
        keeping.catch(() => {});
        yield tally.progress();
      }
      await keeping;
    } finally {
      // Left, or broken off: what came whole is not to be fetched again.
      await keeping.catch(() => {});
    }
  }

  return {
    plan: tally.plan,
    pathsWith: (prefix) => [...(repository?.files.keys() ?? [])].filter((path) => path.startsWith(prefix)),
    obtain,
    obtainAll,
    progress: tally.progress,
  };
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
