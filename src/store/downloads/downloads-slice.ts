import type { ModelFileInput } from "../../core/engine";
import { InferenceError, toWire } from "../../core/errors";
import { type InferenceEvent, LOAD_PHASES } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { Download, DownloadFacts, DownloadJob } from "../app-state";
import type { SliceContext } from "../slice";
import { createQueueKeeper } from "./keep-queue";
import { createTransferMeter } from "./transfer-rate";

/** The queue of downloads: one at a time, in order, whatever page is shown. */
export interface DownloadsActions {
  /**
   * Puts a model in the queue; call only from a click. One that failed or was paused goes on from where it was.
   * @returns when it has ended: done, failed or cancelled.
   */
  download(model: ModelRecord, job?: Exclude<DownloadJob, "import">): Promise<void>;
  /** Takes a model's files from disk, in its turn. @returns when it has ended. */
  importModel(model: ModelRecord, files: readonly ModelFileInput[]): Promise<void>;
  pauseDownload(modelId: string): void;
  resumeDownload(modelId: string): void;
  /** Stops it and takes it off the list. What has arrived stays until its files are deleted. */
  cancelDownload(modelId: string): void;
}

/** What other parts of the store do with downloads, and tell them. */
export interface DownloadsControl {
  onlineChanged(online: boolean): void;
  /** Pauses all that runs or waits. */
  pauseAll(): void;
  /** Lists, paused, what was in the queue of a tab that is gone; nothing begins by itself. */
  restore(): Promise<void>;
}

/** What happens around a download. */
export interface DownloadsObserver {
  /** Before the first byte of the first download. */
  beforeFirst(): Promise<void>;
  /** At most once a paint. */
  progressed(facts: DownloadFacts): void;
  /** It does not run any more, whatever the outcome. */
  stopped(model: ModelRecord): Promise<void>;
}

/** One entry of the queue, with what cannot be state. */
interface Job {
  model: ModelRecord;
  kind: DownloadJob;
  files: readonly ModelFileInput[];
  controller: AbortController | null;
  /** Why it was aborted. */
  stop: "cancel" | "pause" | "offline" | null;
  ended: Promise<void>;
  end(): void;
}

/** The browser may tell of a lost network only after the request failed, in ms. */
const OFFLINE_TOLD_WITHIN_MS = 5000;
/** Failures that come with a lost network. */
const NETWORK_CODES: ReadonlySet<string> = new Set(["network", "connect-timeout", "idle-timeout"]);

export function createDownloadsSlice(
  { get, set, dependencies }: SliceContext,
  observer: DownloadsObserver,
): DownloadsActions & { control: DownloadsControl } {
  const { models, scheduler } = dependencies;
  const jobs = new Map<string, Job>();
  let running: Job | null = null;
  let hasBegun = false;
  const keeper = createQueueKeeper(dependencies);

  /** What failed is not kept: it would fail again, or the person has seen why. */
  const keepQueue = () => {
    const { downloads } = get();
    keeper.keep(
      [...jobs.values()].flatMap(({ model: { id }, kind }) =>
        kind === "import" || (downloads[id]?.state ?? "failed") === "failed"
          ? []
          : [{ modelId: id, job: kind }],
      ),
    );
  };

  const put = (modelId: string, download: Download | null) => {
    set((state) => {
      if (download !== null) return { downloads: { ...state.downloads, [modelId]: download } };
      const { [modelId]: _, ...others } = state.downloads;
      return { downloads: others };
    });
  };

  const factsOf = ({ model, kind }: Job): DownloadFacts => {
    const known = get().downloads[model.id];
    return {
      modelId: model.id,
      label: model.label,
      job: kind,
      loaded: known?.loaded ?? 0,
      total: known?.total ?? model.downloadBytes,
      step: known?.step ?? "files",
      bytesPerSecond: null,
      secondsLeft: null,
    };
  };

  const forget = (job: Job) => {
    put(job.model.id, null);
    jobs.delete(job.model.id);
    keepQueue();
    job.end();
  };

  const fail = (job: Job, error: InferenceError) => {
    const failed = { state: "failed", error: toWire(error), failedAtMs: scheduler.nowMs() } as const;
    put(job.model.id, { ...factsOf(job), ...failed });
    keepQueue();
    job.end();
  };

  const pump = () => {
    if (running !== null) return;
    const next = Object.values(get().downloads).find(({ state }) => state === "queued");
    const job = next === undefined ? undefined : jobs.get(next.modelId);
    if (job === undefined) return;
    running = job;
    void work(job).finally(() => {
      running = null;
      pump();
    });
  };

  /** Follows one stream, painting its progress. */
  const follow = async (job: Job, step: "files" | "loading", stream: AsyncIterable<InferenceEvent>) => {
    const meter = createTransferMeter();
    let latest: DownloadFacts | null = null;
    let cancelPaint: (() => void) | null = null;
    try {
      for await (const event of stream) {
        if (event.type !== "load-progress") continue;
        const { phase, loaded, total } = event;
        const isWaiting = phase === LOAD_PHASES.waiting;
        latest = {
          ...factsOf(job),
          loaded,
          total,
          step: isWaiting ? "waiting" : step,
          ...(step === "files" && !isWaiting ? meter.add(scheduler.nowMs(), loaded, total) : {}),
        };
        cancelPaint ??= scheduler.beforePaint(() => {
          cancelPaint = null;
          if (latest === null || job.stop !== null) return;
          put(job.model.id, { ...latest, state: "running" });
          observer.progressed(latest);
        });
      }
    } finally {
      (cancelPaint as (() => void) | null)?.();
      // What stopped shows how far it came, not how far it was painted.
      const known = get().downloads[job.model.id];
      if (latest !== null && known !== undefined) {
        const { loaded, total } = latest as DownloadFacts;
        put(job.model.id, { ...known, loaded, total });
      }
    }
  };

  const work = async (job: Job) => {
    const { model, kind } = job;
    job.controller = new AbortController();
    job.stop = null;
    const { signal } = job.controller;
    put(model.id, { ...factsOf(job), step: "files", state: "running" });
    try {
      if (!hasBegun) await observer.beforeFirst();
      hasBegun = true;
      signal.throwIfAborted();
      if (kind === "import") {
        await follow(job, "files", models.importFiles(model, job.files, signal));
      } else {
        await follow(job, "files", models.download(model, signal));
        if (kind === "download-and-load") {
          put(model.id, { ...factsOf(job), step: "loading", loaded: 0, total: 0, state: "running" });
          await follow(job, "loading", models.prepare(model, signal));
        }
      }
      await observer.stopped(model);
      forget(job);
    } catch (thrown) {
      const error = InferenceError.from(thrown, "model-load-failed");
      job.controller = null;
      await observer.stopped(model);
      settleFailure(job, error);
    }
  };

  const settleFailure = (job: Job, error: InferenceError) => {
    if (job.stop === "cancel") forget(job);
    else if (job.stop === "pause") put(job.model.id, { ...factsOf(job), state: "paused", by: "person" });
    else if (job.stop === "offline" || (NETWORK_CODES.has(error.code) && !get().online)) waitForNetwork(job);
    else if (error.code === "cancelled") forget(job);
    else fail(job, error);
  };

  const waitForNetwork = (job: Job) => {
    put(job.model.id, { ...factsOf(job), state: "paused", by: "offline" });
    // The network may have come back meanwhile.
    if (get().online) requeue(job);
  };

  const stop = (job: Job, why: NonNullable<Job["stop"]>) => {
    job.stop = why;
    job.controller?.abort();
  };

  const pause = (job: Job, by: "person" | "offline") => {
    const { state } = get().downloads[job.model.id] ?? {};
    if (job === running) {
      stop(job, by === "person" ? "pause" : "offline");
      put(job.model.id, { ...factsOf(job), state: "paused", by });
    } else if (state === "queued") put(job.model.id, { ...factsOf(job), state: "paused", by });
  };

  const requeue = (job: Job) => {
    if (job.kind !== "import" && get().settings.airGap) {
      fail(job, new InferenceError("model-not-downloaded", "the air gap is on", { model: job.model.id }));
      return;
    }
    put(job.model.id, { ...factsOf(job), state: "queued" });
    keepQueue();
    pump();
  };

  const goOn = (job: Job) => {
    if (job !== running) requeue(job);
    // It is still being stopped: it goes on as soon as it has.
    else job.stop = "offline";
  };

  const enqueue = (
    model: ModelRecord,
    kind: DownloadJob,
    files: readonly ModelFileInput[],
  ): Promise<void> => {
    const known = jobs.get(model.id);
    const state = get().downloads[model.id]?.state;
    if (known !== undefined && state !== undefined && state !== "failed") {
      if (state === "paused") goOn(known);
      return known.ended;
    }
    const job = addJob(model, kind, files);
    requeue(job);
    return job.ended;
  };

  const addJob = (model: ModelRecord, kind: DownloadJob, files: readonly ModelFileInput[]): Job => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const job: Job = { model, kind, files, controller: null, stop: null, ended, end };
    jobs.set(model.id, job);
    return job;
  };

  return {
    download: (model, job = "download-and-load") => enqueue(model, job, []),
    importModel: (model, files) => enqueue(model, "import", files),
    pauseDownload(modelId) {
      const job = jobs.get(modelId);
      if (job !== undefined) pause(job, "person");
    },
    resumeDownload(modelId) {
      const job = jobs.get(modelId);
      const download = get().downloads[modelId];
      if (job === undefined) return;
      if (download?.state === "paused") goOn(job);
      else if (download?.state === "failed") void enqueue(job.model, job.kind, job.files);
    },
    cancelDownload(modelId) {
      const job = jobs.get(modelId);
      if (job === undefined) put(modelId, null);
      else if (job === running) stop(job, "cancel");
      else forget(job);
    },
    control: {
      onlineChanged(online) {
        for (const download of Object.values(get().downloads)) {
          const job = jobs.get(download.modelId);
          if (job === undefined || job.kind === "import") continue;
          if (online) {
            if (download.state === "paused" && download.by === "offline" && job !== running) requeue(job);
          } else if (download.state === "queued" || download.state === "running") {
            if (download.step !== "loading") pause(job, "offline");
          } else if (download.state === "failed" && NETWORK_CODES.has(download.error.code)) {
            const isRecent = scheduler.nowMs() - download.failedAtMs < OFFLINE_TOLD_WITHIN_MS;
            if (isRecent) put(download.modelId, { ...factsOf(job), state: "paused", by: "offline" });
          }
        }
      },
      pauseAll() {
        for (const job of jobs.values()) if (job.kind !== "import") pause(job, "person");
      },
      async restore() {
        for (const { modelId, job: kind } of await keeper.takeOver()) {
          const model = models.local(get().settings).find(({ id }) => id === modelId);
          const state = get().availability[modelId];
          if (model === undefined || state?.state !== "downloadable" || jobs.has(modelId)) continue;
          const job = addJob(model, kind, []);
          const loaded = state.storedBytes ?? 0;
          const total = loaded + state.downloadBytes;
          put(modelId, { ...factsOf(job), loaded, total, state: "paused", by: "person" });
        }
        keepQueue();
      },
    },
  };
}
