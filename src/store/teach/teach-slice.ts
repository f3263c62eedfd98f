import { InferenceError, toWire } from "../../core/errors";
import type { TextSpan } from "../../core/output";
import {
  type LinearWeights,
  MOST_EXAMPLES,
  MOST_VERSIONS,
  type TaughtExample,
  type TaughtKind,
  type TaughtSpecialist,
} from "../../core/taught";
import type { Suggestion } from "../../engines/taught/classifier/suggest";
import type { Verdict } from "../../engines/taught/classifier/use-classifier";
import { StorageError } from "../../platform/storage/storage-error";
import type { TaughtWeights } from "../../platform/storage/taught-store";
import type { Notice } from "../app-state";
import { saveFailure } from "../history-slice";
import type { SliceContext } from "../slice";
import { examplesDigest } from "./examples-digest";
import type { TeachState, Undo } from "./teach-state";

/** What became of examples that were to be added. */
export interface AddedExamples {
  added: number;
  /** Were there already, word for word. */
  repeated: number;
  /** Did not fit any more. */
  left: number;
}

/** Everything a person can do on the Teach page. Nothing here makes a request. */
export interface TeachActions {
  /** Reads the kept specialists. Once. */
  openTeach(): Promise<void>;
  open(id: string | null): void;
  /** Adds a specialist without examples and opens it. */
  create(name: string, kind?: TaughtKind): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  addExamples(id: string, examples: readonly TaughtExample[]): Promise<AddedExamples>;
  relabel(id: string, index: number, label: string): Promise<void>;
  removeExamples(id: string, indices: readonly number[]): Promise<void>;
  /** Gives a label another name in all examples; one that is there already takes them in. */
  renameLabel(id: string, from: string, to: string): Promise<void>;
  /** Deletes all examples with a label; of a tagger, its marks alone. */
  removeLabel(id: string, label: string): Promise<void>;
  /** Brings back what was deleted last. */
  undo(): Promise<void>;
  /** Trains a new version on all examples and puts it into use. */
  train(id: string): Promise<void>;
  stopTraining(): void;
  chooseVersion(id: string, version: number): Promise<void>;
  /** @throws InferenceError, `model-missing` before the first training. */
  classify(
    id: string,
    texts: readonly string[],
    options?: { signal?: AbortSignal; onShare?: (share: number) => void },
  ): Promise<readonly Verdict[]>;
  /** What a tagger marks in some texts. @throws as `classify`. */
  mark(
    id: string,
    texts: readonly string[],
    options?: { signal?: AbortSignal; onShare?: (share: number) => void },
  ): Promise<readonly (readonly TextSpan[])[]>;
  /** Those of some texts that would teach the most. @throws as `classify`. */
  suggest(id: string, texts: readonly string[], count: number): Promise<readonly Suggestion[]>;
  /** The version in use as a file's text. @throws as `classify`. */
  exportText(id: string, options: { withExamples: boolean }): Promise<string>;
  /** Adds the specialist of a file under a new id and opens it. @throws StorageError with words for the person. */
  importText(text: string): Promise<void>;
}

/** What the slice tells others. */
export interface TeachObserver {
  notify(notice: Notice): void;
  /** Another specialist may answer on Work now. */
  changed(): void;
}

/** Builds the actions. */
export function createTeachSlice(context: SliceContext, observer: TeachObserver): TeachActions {
  const { get, set, dependencies } = context;
  const { newId, scheduler } = dependencies;
  let opening: Promise<void> | null = null;
  let stop: AbortController | null = null;

  const put = (change: Partial<TeachState>) => set((state) => ({ teach: { ...state.teach, ...change } }));
  const all = () => get().teach.specialists ?? [];
  const find = (id: string) => all().find((each) => each.id === id);

  /** Weights made in this visit: where the storage is full, they are all there is. */
  const madeNow = new Map<string, LinearWeights>();
  const placeOf = (id: string, version: number) => `${id}/${version}`;

  const show = (specialist: TaughtSpecialist) => {
    const isNew = find(specialist.id) === undefined;
    put({
      specialists: isNew
        ? [specialist, ...all()]
        : all().map((each) => (each.id === specialist.id ? specialist : each)),
    });
    observer.changed();
  };

  let last: Promise<unknown> = Promise.resolve();
  /** One change after another: each begins with what the one before has made. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };

  /** What cannot be kept stays in memory, and a banner says so. */
  const save = async (specialist: TaughtSpecialist, fresh: readonly TaughtWeights[] = []) => {
    try {
      await (await dependencies.openTeaching()).kept.save(specialist, fresh);
      return true;
    } catch (thrown) {
      if (isOutdated(thrown)) {
        await reread(specialist.id);
        return false;
      }
      observer.notify(saveFailure(thrown));
      return true;
    }
  };

  /** Another tab was first: what it made is shown, and that this tab's change is lost. */
  async function reread(id: string): Promise<void> {
    const { kept } = await dependencies.openTeaching();
    put({ specialists: (await kept.list()).specialists, outdatedId: id, undo: null });
    observer.changed();
  }

  const keep = async (specialist: TaughtSpecialist) => {
    const next = { ...specialist, revision: (specialist.revision ?? 0) + 1 };
    show(next);
    await save(next);
  };

  /** Shown only when its weights are kept: from then on Work may ask for them. */
  const keepVersion = async (specialist: TaughtSpecialist, version: number, weights: LinearWeights) => {
    const next = { ...specialist, revision: (specialist.revision ?? 0) + 1 };
    madeNow.set(placeOf(specialist.id, version), weights);
    if (await save(next, [{ version, weights }])) show(next);
    else madeNow.delete(placeOf(specialist.id, version));
  };

  /** What was deleted before cannot be brought back into something else. */
  const change = (
    id: string,
    edit: (specialist: TaughtSpecialist) => TaughtSpecialist,
    undo: Undo | null = null,
  ) =>
    inTurn(async () => {
      const specialist = find(id);
      if (specialist === undefined) return;
      put({ undo, outdatedId: null });
      await keep(edit(specialist));
    });

  /** Changes examples in a way that can be undone. */
  const dropExamples = async (
    id: string,
    drop: (examples: readonly TaughtExample[]) => { examples: readonly TaughtExample[]; count: number },
  ) => {
    const before = find(id)?.examples ?? [];
    const { examples, count } = drop(before);
    await change(id, (specialist) => ({ ...specialist, examples }), {
      type: "examples",
      specialistId: id,
      before,
      count,
    });
  };

  const weightsInUse = async (id: string): Promise<LinearWeights> => {
    const version = find(id)?.versionInUse ?? null;
    if (version !== null) {
      const { kept } = await dependencies.openTeaching();
      const weights = madeNow.get(placeOf(id, version)) ?? (await kept.weights(id, version));
      if (weights !== null) return weights;
    }
    throw new InferenceError("model-missing", `${id} has no weights on this device`, { engine: "taught" });
  };

  async function read(): Promise<void> {
    try {
      const { kept } = await dependencies.openTeaching();
      const { specialists, quarantined } = await kept.list();
      put({ specialists, openId: null });
      if (quarantined > 0) observer.notify({ kind: "history-quarantined", count: quarantined });
    } catch (thrown) {
      put({ specialists: [] });
      observer.notify(saveFailure(thrown));
    }
    observer.changed();
  }

  return {
    openTeach() {
      opening ??= read();
      return opening;
    },

    open: (openId) => put({ openId, outdatedId: null }),

    async create(name, kind = "classifier") {
      const specialist: TaughtSpecialist = {
        id: newId(),
        kind,
        name,
        createdAt: scheduler.dateMs(),
        examples: [],
        versions: [],
        versionInUse: null,
      };
      put({ openId: specialist.id, undo: null });
      await keep(specialist);
    },

    rename: (id, name) => change(id, (specialist) => ({ ...specialist, name })),

    async remove(id) {
      if (get().teach.training?.specialistId === id) stop?.abort();
      const specialist = find(id);
      if (specialist === undefined) return;
      put({ specialists: all().filter((each) => each.id !== id), openId: null, undo: null });
      observer.changed();
      try {
        const { kept } = await dependencies.openTeaching();
        const weights: TaughtWeights[] = [];
        for (const { number } of specialist.versions) {
          const own = madeNow.get(placeOf(id, number)) ?? (await kept.weights(id, number));
          if (own !== null) weights.push({ version: number, weights: own });
        }
        await kept.remove(id);
        put({ undo: { type: "specialist", specialist, weights } });
      } catch (thrown) {
        observer.notify(saveFailure(thrown));
      }
    },

    async addExamples(id, examples) {
      const specialist = find(id);
      const known = new Set(specialist?.examples.map(keyOf));
      const fresh: TaughtExample[] = [];
      for (const example of examples) {
        if (known.has(keyOf(example))) continue;
        known.add(keyOf(example));
        fresh.push(example);
      }
      const room = Math.max(0, MOST_EXAMPLES - (specialist?.examples.length ?? 0));
      const added = fresh.slice(0, room);
      await change(id, (before) => ({ ...before, examples: [...before.examples, ...added] }));
      return {
        added: added.length,
        repeated: examples.length - fresh.length,
        left: fresh.length - added.length,
      };
    },

    relabel: (id, index, label) =>
      change(id, (specialist) => ({
        ...specialist,
        examples: specialist.examples.map((each, place) => (place === index ? { ...each, label } : each)),
      })),

    removeExamples: (id, indices) =>
      dropExamples(id, (examples) => ({
        examples: examples.filter((_, place) => !indices.includes(place)),
        count: indices.length,
      })),

    renameLabel: (id, from, to) =>
      change(id, (specialist) => ({
        ...specialist,
        examples: specialist.examples.map((example) => withLabel(example, from, to)),
      })),

    removeLabel: (id, label) =>
      dropExamples(id, (examples) => {
        const marks = examples.flatMap(({ spans = [] }) => spans).filter((span) => span.label === label);
        const examplesLeft = examples.filter(({ spans, label: own }) => spans !== undefined || own !== label);
        return {
          examples: examplesLeft.map((example) =>
            example.spans === undefined
              ? example
              : { ...example, spans: example.spans.filter((span) => span.label !== label) },
          ),
          count: marks.length + examples.length - examplesLeft.length,
        };
      }),

    async undo() {
      const { undo } = get().teach;
      if (undo === null) return;
      put({ undo: null });
      if (undo.type === "examples") {
        const { specialistId, before } = undo;
        await change(specialistId, (specialist) => ({ ...specialist, examples: before }));
        return;
      }
      const { specialist, weights } = undo;
      const next = { ...specialist, revision: (specialist.revision ?? 0) + 1 };
      for (const each of weights) madeNow.set(placeOf(specialist.id, each.version), each.weights);
      if (await save(next, weights)) show(next);
    },

    async train(id) {
      const specialist = find(id);
      if (specialist === undefined || get().teach.training?.state === "running") return;
      const controller = new AbortController();
      stop = controller;
      put({ training: { state: "running", specialistId: id, share: 0 } });
      try {
        const { teacher } = await dependencies.openTeaching();
        const { weights, report } = await teacher.ask(
          specialist.kind === "tagger" ? "train-tagger" : "train-classifier",
          { examples: specialist.examples },
          {
            signal: controller.signal,
            onShare: (share) => put({ training: { state: "running", specialistId: id, share } }),
          },
        );
        await inTurn(async () => {
          // Examples and name may have been changed meanwhile; the version is of those it was trained on.
          const current = find(id);
          if (current === undefined) return;
          const number = (current.versions.at(-1)?.number ?? 0) + 1;
          const version = {
            number,
            trainedAt: scheduler.dateMs(),
            examples: specialist.examples.length,
            digest: examplesDigest(specialist.examples),
            labels: weights.labels,
            report,
          };
          const versions = [...current.versions, version].slice(-MOST_VERSIONS);
          await keepVersion({ ...current, versions, versionInUse: number }, number, weights);
        });
        put({ training: null });
      } catch (thrown) {
        const error = InferenceError.from(thrown, "internal", { engine: "taught" });
        put({
          training:
            error.code === "cancelled" ? null : { state: "failed", specialistId: id, error: toWire(error) },
        });
      }
    },

    stopTraining: () => stop?.abort(),

    chooseVersion: (id, versionInUse) => change(id, (specialist) => ({ ...specialist, versionInUse })),

    async classify(id, texts, options) {
      const weights = await weightsInUse(id);
      return (await dependencies.openTeaching()).teacher.ask("classify", { weights, texts }, options);
    },

    async mark(id, texts, options) {
      const weights = await weightsInUse(id);
      return (await dependencies.openTeaching()).teacher.ask("mark", { weights, texts }, options);
    },

    async suggest(id, texts, count) {
      const weights = await weightsInUse(id);
      const taught = find(id)?.examples.map(({ text }) => text) ?? [];
      return (await dependencies.openTeaching()).teacher.ask("suggest", { weights, texts, taught, count });
    },

    async exportText(id, options) {
      const specialist = find(id);
      const weights = await weightsInUse(id);
      if (specialist === undefined) throw new InferenceError("model-missing", `${id} is not there`);
      return (await dependencies.openTeaching()).format(specialist, weights, options);
    },

    async importText(text) {
      const { parse } = await dependencies.openTeaching();
      const { specialist, weights } = parse(text);
      const imported = {
        ...specialist,
        id: newId(),
        createdAt: scheduler.dateMs(),
      };
      await keepVersion(imported, imported.versionInUse ?? 1, weights);
      put({ openId: imported.id });
    },
  };
}

function keyOf({ text, label, spans }: TaughtExample): string {
  return JSON.stringify([text.trim(), label, spans]);
}

function withLabel(example: TaughtExample, from: string, to: string): TaughtExample {
  const { label, spans } = example;
  if (spans === undefined) return label === from ? { ...example, label: to } : example;
  return { ...example, spans: spans.map((span) => (span.label === from ? { ...span, label: to } : span)) };
}

function isOutdated(thrown: unknown): boolean {
  return StorageError.from(thrown).reason === "outdated";
}
