import type { PrivacyChoices } from "../core/privacy";
import type { Settings } from "../core/settings";
import { TASK_IDS, type TaskId, WORK_TASK_IDS } from "../core/task";
import { taskDefinition } from "../tasks";
import type { Composer } from "./app-state";
import { EMPTY_COMPOSER, NO_CHOICES } from "./app-state";
import type { ComposerAttachment } from "./attachments";
import { createPreviewer } from "./previewer";
import { requestOf } from "./runs-slice";
import { policyOf } from "./selectors";
import type { SliceContext } from "./slice";

/** Writing the request, and what it would take. */
export interface ComposerActions {
  setTask(task: TaskId): void;
  setText(text: string): void;
  setOption(optionId: string, value: string): void;
  setSensitive(sensitive: boolean): void;
  setPrivacy(privacy: PrivacyChoices): void;
  addAttachments(added: readonly ComposerAttachment[], refused: Composer["refused"]): void;
  removeAttachment(id: string): void;
  dismissRefusals(): void;
  /** Puts a past request into the composer. */
  reuse(request: { task: TaskId; text: string; options: Readonly<Record<string, string>> }): void;
  /** Asks again what Run would do; called by everything that may change the answer. */
  refreshPreview(): void;
  restoreDraft(): void;
  /** Loads what serves the chosen task, unless the cloud does. */
  warm(): void;
}

/** How long typing must rest before the draft is kept, in ms. */
const REST_MS = 180;

/** At most this many characters are kept as a draft: session storage is small. */
const DRAFT_LIMIT_CHARACTERS = 1_000_000;

export function createComposerSlice(
  { get, set, dependencies }: SliceContext,
  { updateSettings }: { updateSettings(change: Partial<Settings>): void },
): ComposerActions {
  const { scheduler, draft, run, newId } = dependencies;
  let cancelDraft: (() => void) | null = null;

  const saveDraft = () => {
    const { task, text, options, sensitive } = get().composer;
    draft.save(JSON.stringify({ task, text: text.slice(0, DRAFT_LIMIT_CHARACTERS), options, sensitive }));
  };

  const askSoon = createPreviewer({
    scheduler,
    ask(signal) {
      const state = get();
      const { composer } = state;
      if (composer.text.trim() === "" && composer.attachments.length === 0) return null;
      return run.preview(requestOf(state, newId()), policyOf(state.settings), signal);
    },
    show: (preview) => set({ preview, previewPending: false }),
  });

  const refreshPreview = () => {
    if (!get().previewPending) set({ previewPending: true });
    askSoon();
  };

  const change = (part: Partial<Composer>) => {
    set((state) => ({ composer: { ...state.composer, missing: null, ...part } }));
    cancelDraft?.();
    cancelDraft = scheduler.after(REST_MS, saveDraft);
    refreshPreview();
  };

  const warm = () => {
    const { composer, settings } = get();
    // A part of the page that cannot be fetched now is told of by the run.
    if (settings.routeMode !== "cloud") void run.warm(composer.task).catch(() => {});
  };

  return {
    setTask(task) {
      change({ task });
      warm();
    },
    // What was decided about one text says nothing of the next.
    setText: (text) => change(text === "" ? { text, privacy: NO_CHOICES } : { text }),
    setOption(optionId, value) {
      const { task, options } = get().composer;
      change({ options: { ...options, [task]: { ...options[task], [optionId]: value } } });
      const option = taskDefinition(task).options.find(({ id }) => id === optionId);
      if (option?.type === "select" && option.isKept === true) {
        const { keptOptions } = get().settings;
        updateSettings({ keptOptions: { ...keptOptions, [`${task}.${optionId}`]: value } });
      }
    },
    setSensitive: (sensitive) => change({ sensitive }),
    setPrivacy: (privacy) => change({ privacy }),
    addAttachments(added, refused) {
      change({ attachments: [...get().composer.attachments, ...added], refused });
    },
    removeAttachment(id) {
      change({ attachments: get().composer.attachments.filter((each) => each.id !== id) });
    },
    dismissRefusals: () => change({ refused: [] }),
    reuse({ task, text, options }) {
      change({ task, text, privacy: NO_CHOICES, options: { ...get().composer.options, [task]: options } });
    },
    refreshPreview,
    warm,
    restoreDraft() {
      const kept = readKeptOptions(get().settings.keptOptions);
      const saved = readDraft(draft.load());
      set(({ composer }) => ({
        composer: { ...composer, ...saved, options: { ...kept, ...saved?.options } },
      }));
      refreshPreview();
    },
  };
}

/** A saved draft, or null when it is absent or not one of ours. */
export function readDraft(
  text: string | null,
): Pick<Composer, "task" | "text" | "options" | "sensitive"> | null {
  if (text === null) return null;
  try {
    const saved: unknown = JSON.parse(text);
    if (typeof saved !== "object" || saved === null) return null;
    const { task, text: body, options, sensitive } = saved as Record<string, unknown>;
    return {
      task: WORK_TASK_IDS.find((id) => id === task) ?? EMPTY_COMPOSER.task,
      text: typeof body === "string" ? body : "",
      options: readOptions(options),
      sensitive: sensitive === true,
    };
  } catch {
    return null;
  }
}

/** Settings hold them by `task.option`. */
function readKeptOptions(kept: Settings["keptOptions"]): Composer["options"] {
  const options: Partial<Record<TaskId, Record<string, string>>> = {};
  for (const [key, value] of Object.entries(kept)) {
    const task = TASK_IDS.find((id) => key.startsWith(`${id}.`));
    if (task !== undefined) options[task] = { ...options[task], [key.slice(task.length + 1)]: value };
  }
  return options;
}

function readOptions(value: unknown): Composer["options"] {
  if (typeof value !== "object" || value === null) return {};
  const options: Partial<Record<TaskId, Record<string, string>>> = {};
  for (const id of TASK_IDS) {
    const given = (value as Record<string, unknown>)[id];
    if (typeof given !== "object" || given === null) continue;
    options[id] = Object.fromEntries(
      Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  }
  return options;
}
