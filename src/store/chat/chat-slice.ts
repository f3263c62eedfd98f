import type {
  AssistantTurn,
  ChatMode,
  ChatPreset,
  Conversation,
  Turn,
  UserTurn,
} from "../../core/conversation";
import type { Location } from "../../core/model";
import type { PrivacyChoices } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";
import { answerText, type Escalation, type Run } from "../../core/run";
import type { Settings } from "../../core/settings";
import { NO_PRESET } from "../../tasks/chat/presets";
import type { Notice } from "../app-state";
import type { LiveRun } from "../apply-run-event";
import type { ComposerAttachment, RefusedFile } from "../attachments";
import { canContinue, continuedRequest, partsBefore } from "../continued-run";
import type { HistoryContents } from "../dependencies";
import { escalationByRule } from "../follow-rule";
import { saveFailure } from "../history-slice";
import { noteOtherSide } from "../note-other-side";
import { createPreviewer } from "../previewer";
import { createRunner } from "../runner";
import { newRun } from "../runs-slice";
import { createSaver } from "../saver";
import { policyOf } from "../selectors";
import type { SliceContext } from "../slice";
import { chatInMemory, createChatLibrary } from "./chat-library";
import { chatRequest } from "./chat-request";
import { currentPath, currentTree, isAnswering, isEmptyMessage, isReading, presetOf } from "./chat-selectors";
import type { ChatState } from "./chat-state";
import {
  addTurn,
  chooseTurn,
  copyPath,
  EMPTY_TREE,
  nextOrder,
  pathOf,
  pathTo,
  replaceTurn,
  type TurnTree,
} from "./turn-tree";

/** Everything a person can do in a conversation. */
export interface ChatActions {
  /** Reads the kept conversations and opens the one that was open, or the newest. Once. */
  openChat(): Promise<void>;
  /** Reads which conversations there are. Once. */
  listConversations(): Promise<void>;
  /** What `pick` takes of every answer of every conversation. @throws what the storage throws. */
  readAnswers<Picked>(pick: (run: Run) => Picked): Promise<readonly Picked[]>;
  newConversation(): void;
  openConversation(id: string): Promise<void>;
  rename(title: string): void;
  removeConversation(id: string): Promise<void>;
  removeAllConversations(): Promise<void>;
  setMessage(text: string): void;
  addAttachments(added: readonly ComposerAttachment[], refused: readonly RefusedFile[]): void;
  removeAttachment(id: string): void;
  dismissRefusals(): void;
  setMode(mode: ChatMode): void;
  setKeepHere(sensitive: boolean): void;
  /** What is decided about private text in this conversation. */
  setPrivacy(privacy: PrivacyChoices): void;
  choosePreset(preset: ChatPreset): void;
  /** Adds a preset of the person's own, or changes it. */
  savePreset(preset: ChatPreset): void;
  removePreset(id: string): void;
  /** Sends what is written as the next message. Does nothing while an answer of this conversation is going. */
  send(): void;
  /** Stops the answer of the open conversation; its text so far stays. */
  stop(): void;
  /** Puts a new version of a message beside the old one and has it answered. */
  editMessage(turnId: string, text: string): void;
  /** Has the message before an answer (or a message itself) answered once more, beside the answers it has. */
  retry(turnId: string, mode?: Location): void;
  /** Asks the cloud the same after an answer of the device that looks wrong, and that stays above. */
  escalate(escalation: Escalation): void;
  /** Goes on, on that side, with an answer that broke off, beside the answers that there are. */
  continueAnswer(turnId: string, side: Location): void;
  /** Shows that version of a turn, with what followed it. */
  showVersion(turnId: string): void;
  /** Opens a new conversation that begins with everything up to that turn. */
  branchFrom(turnId: string, title: string): void;
}

/** The slice, with what other slices call. */
export interface ChatSlice {
  actions: ChatActions;
  flush(): void;
  refreshPreview(): void;
  /** What Send would ask now; null where there is nothing to send, or not all is read. */
  nextRequest(): InferenceRequest | null;
  /** Takes in what an import has written. */
  reread(): Promise<void>;
  /** Conversations as memory has them. */
  inMemory(): Omit<HistoryContents, "runs">;
}

/** What the chat tells other slices. */
export interface ChatObserver {
  notify(notice: Notice): void;
  updateSettings(change: Partial<Settings>): void;
  answered(run: Run): void;
}

/** What is written to the database together. */
interface Unsaved {
  conversationId: string;
  turns: readonly Turn[];
}

const TITLE_CHARACTERS = 60;
const LONGEST_TITLE_CHARACTERS = 200;
const DRAFT_REST_MS = 180;
const LONGEST_KEPT_BODY_CHARACTERS = 4_000;

/** Builds the actions; its runs take the same way as Work's. */
export function createChatSlice(context: SliceContext, observer: ChatObserver): ChatSlice {
  const { get, set, dependencies } = context;
  const { scheduler, newId, chatDraft } = dependencies;
  let hasOpened = false;
  let cancelDraft: (() => void) | null = null;

  const library = createChatLibrary(context, observer);

  const put = (change: Partial<ChatState>) => set((state) => ({ chat: { ...state.chat, ...change } }));
  const conversationOf = (id: string) => get().chat.conversations.find((each) => each.id === id);

  /** Conversations in which something was said while history was off, and deleted ones: never written. */
  const unkept = new Set<string>();
  /** Turns that could not be written, for the next try: an answer without its question would be no path. */
  const missed = new Map<string, readonly Turn[]>();
  const saver = createSaver<Unsaved>({
    nowMs: scheduler.nowMs,
    isOn: () => true,
    async write({ conversationId, turns }) {
      if (!get().settings.keepHistory) unkept.add(conversationId);
      const conversation = conversationOf(conversationId);
      if (conversation === undefined || unkept.has(conversationId)) return;
      const again = (missed.get(conversationId) ?? []).filter(({ id }) =>
        turns.every((turn) => turn.id !== id),
      );
      try {
        await (await dependencies.openConversations()).save(conversation, [...again, ...turns]);
        missed.delete(conversationId);
      } catch (thrown) {
        missed.set(conversationId, [...again, ...turns]);
        throw thrown;
      }
    },
    failed: (thrown) => observer.notify(saveFailure(thrown)),
  });

  /** What Send would ask now; null where there is nothing to send, or not all is read. */
  function nextRequest(): InferenceRequest | null {
    const { chat, settings } = get();
    if (chat.current === null || isReading(chat) || isEmptyMessage(chat)) return null;
    const path = [...currentPath(get()), messageTurn(chat.current, currentTree(get()), chat)];
    return chatRequest(settings, chat.current, path, newId());
  }

  const askPreviewSoon = createPreviewer({
    scheduler,
    ask(signal) {
      const { chat, settings } = get();
      const request = nextRequest();
      if (request === null || chat.current === null) return null;
      return dependencies.run.preview(request, policyOf(settings, chat.current.mode), signal);
    },
    show: (preview) => put({ preview }),
  });

  const runner = createRunner(
    context,
    {
      read: (runId) => get().chat.live[runId],
      write: (changed) => put({ live: { ...get().chat.live, ...Object.fromEntries(changed) } }),
    },
    { changed: keepAnswer },
  );

  /** Brings a run's newer state into the tree when it has ended, and onto the disk about once a second. */
  function keepAnswer(run: Run, ended: boolean): void {
    const { chat } = get();
    const tree = chat.trees[run.groupId];
    const turn = tree?.byId.get(run.id);
    if (tree === undefined || turn?.role !== "assistant") return;
    // Messages and attachments are the path to the turn: kept in each answer they would grow with its square.
    const lean: Run = ended ? withoutPath(run) : run;
    saver.changed(run.id, { conversationId: run.groupId, turns: [{ ...turn, run: lean }] }, ended);
    if (!ended) return;
    const live = chat.live[run.id];
    put({
      trees: { ...chat.trees, [run.groupId]: replaceTurn(tree, { ...turn, run: lean }) },
      live: { ...chat.live, ...(live === undefined ? {} : { [run.id]: { ...live, run: lean } }) },
    });
    askPreviewSoon();
    observer.answered(run);
    void followRule(run);
  }

  function messageTurn(
    conversation: Conversation,
    tree: TurnTree | undefined,
    { text, attachments }: ChatState,
  ): UserTurn {
    return {
      id: newId(),
      conversationId: conversation.id,
      parentId: currentPath(get()).at(-1)?.id ?? null,
      order: nextOrder(tree ?? EMPTY_TREE),
      role: "user",
      createdAt: scheduler.dateMs(),
      text,
      ...(attachments.length === 0 ? {} : { attachments: attachments.map(({ attachment }) => attachment) }),
      sensitive: conversation.sensitive,
    };
  }

  /** Shows a changed conversation, in the list too once something was said in it, and keeps it. */
  const change = (conversation: Conversation) => {
    const { chat } = get();
    put({
      current: chat.current?.id === conversation.id ? conversation : chat.current,
      conversations: chat.conversations.map((each) => (each.id === conversation.id ? conversation : each)),
    });
    if (conversationOf(conversation.id) !== undefined)
      void saver.save(conversation.id, { conversationId: conversation.id, turns: [] });
  };

  /** Adds turns to the open conversation, brings it to the top of the list, and keeps all of it at once. */
  const say = (conversation: Conversation, tree: TurnTree, turns: readonly Turn[]) => {
    const { chat, settings } = get();
    const grown = turns.reduce(addTurn, tree);
    const last = turns.at(-1);
    const current: Conversation = {
      ...conversation,
      title: conversation.title === "" ? titleOf(grown) : conversation.title,
      updatedAt: scheduler.dateMs(),
      preset: presetOf(settings, conversation),
      chosen: last === undefined ? conversation.chosen : chooseTurn(grown, conversation.chosen, last.id),
      ...(last === undefined ? {} : { lastShownId: last.id }),
    };
    put({
      current,
      conversations: [current, ...chat.conversations.filter((each) => each.id !== current.id)],
      trees: { ...chat.trees, [current.id]: grown },
    });
    void saver.save(last?.id ?? current.id, { conversationId: current.id, turns });
  };

  /** Has `question` answered; `before` are turns that are not in the tree yet, the question among them. */
  const answer = (
    tree: TurnTree,
    question: UserTurn,
    before: readonly UserTurn[],
    { mode, broken, escalation }: { mode?: Location | undefined; broken?: Run; escalation?: Escalation } = {},
  ) => {
    const { chat, settings } = get();
    const conversation = chat.current;
    if (conversation === null) return;
    const grown = before.reduce(addTurn, tree);
    const wanted = mode ?? conversation.mode;
    const asked = chatRequest(settings, conversation, pathTo(grown, question.id), newId());
    const request =
      broken === undefined ? asked : continuedRequest({ request: asked, text: answerText(broken) }, asked.id);
    const fresh = newRun(request, {
      groupId: conversation.id,
      createdAt: scheduler.dateMs(),
      location: wanted === "auto" ? null : wanted,
    });
    const follows = escalation ?? broken?.escalation;
    const run = {
      ...fresh,
      ...(broken === undefined ? {} : { continues: partsBefore(broken) }),
      ...(follows === undefined ? {} : { escalation: follows }),
    };
    const turn: AssistantTurn = {
      id: run.id,
      conversationId: conversation.id,
      parentId: question.id,
      order: nextOrder(grown),
      role: "assistant",
      run,
    };
    const live: LiveRun = { run, retry: null, fellBackFrom: null };
    put({ live: { ...chat.live, [run.id]: live } });
    say(conversation, tree, [...before, turn]);
    void runner.start(run, wanted);
  };

  /** The open conversation, where something new may be said now. */
  const quiet = (): { conversation: Conversation; tree: TurnTree } | null => {
    const state = get();
    const conversation = state.chat.current;
    const tree = currentTree(state);
    if (conversation === null || tree === undefined || isReading(state.chat)) return null;
    if (isAnswering(state.chat, conversation.id)) return null;
    return { conversation, tree };
  };

  const escalateTurn = (escalation: Escalation) => {
    const place = quiet();
    const turn = place?.tree.byId.get(escalation.fromRunId);
    if (place === null || turn === undefined) return;
    const question = place.tree.byId.get(turn.parentId ?? "");
    if (question?.role === "user") answer(place.tree, question, [], { mode: "cloud", escalation });
  };

  /** Whoever has gone on to something else meanwhile, or wants the conversation kept here by now, is left alone. */
  const followRule = async (run: Run) => {
    const escalation = await escalationByRule(get().settings, run);
    if (escalation === null || get().chat.current?.sensitive === true) return;
    if (currentPath(get()).at(-1)?.id === run.id) escalateTurn(escalation);
  };

  const saveDraftSoon = () => {
    cancelDraft?.();
    cancelDraft = scheduler.after(DRAFT_REST_MS, () => {
      const { current, text } = get().chat;
      chatDraft.save(JSON.stringify({ conversationId: current?.id ?? null, text }));
    });
  };

  const show = (current: Conversation, tree?: TurnTree) => {
    const { trees } = get().chat;
    put({ current, ...(tree === undefined ? {} : { trees: { ...trees, [current.id]: tree } }) });
    saveDraftSoon();
    askPreviewSoon();
  };

  const showNew = () => {
    const { chat, settings } = get();
    const now = scheduler.dateMs();
    const { routeMode } = settings;
    const fresh: Conversation = {
      id: newId(),
      title: "",
      createdAt: now,
      updatedAt: now,
      mode: chat.current?.mode ?? (routeMode === "compare" ? "auto" : routeMode),
      sensitive: false,
      preset: chat.current?.preset ?? NO_PRESET,
      chosen: {},
    };
    show(fresh, EMPTY_TREE);
  };

  const openConversation = async (id: string) => {
    const conversation = conversationOf(id);
    if (conversation === undefined) return;
    show(conversation);
    const couldRead = await library.read(conversation);
    if (couldRead) askPreviewSoon();
    else if (get().chat.current?.id === id) showNew();
  };

  /** Stops what is going in a conversation that is to be deleted; whatever still comes of it is not to be kept. */
  const letGo = (id: string) => {
    unkept.add(id);
    for (const { run } of Object.values(get().chat.live)) if (run.groupId === id) runner.stop(run.id);
  };

  const actions: ChatActions = {
    async openChat() {
      if (hasOpened) return;
      hasOpened = true;
      const draft = readDraft(chatDraft.load());
      put({ text: draft.text });
      await library.list();
      const { conversations } = get().chat;
      const last = conversationOf(draft.conversationId ?? "") ?? conversations[0];
      if (last === undefined) showNew();
      else await openConversation(last.id);
    },

    listConversations: library.list,
    readAnswers: library.answers,
    newConversation: showNew,
    openConversation,

    rename(title) {
      const { current } = get().chat;
      const words = title.trim().slice(0, LONGEST_TITLE_CHARACTERS);
      if (current !== null && words !== "") change({ ...current, title: words });
    },

    async removeConversation(id) {
      letGo(id);
      try {
        await (await dependencies.openConversations()).remove(id);
      } catch (thrown) {
        observer.notify(saveFailure(thrown));
      }
      const { chat } = get();
      const { [id]: _, ...trees } = chat.trees;
      put({ conversations: chat.conversations.filter((each) => each.id !== id), trees });
      if (chat.current?.id === id) showNew();
    },

    async removeAllConversations() {
      for (const { id } of get().chat.conversations) letGo(id);
      try {
        await (await dependencies.openConversations()).clear();
      } catch (thrown) {
        observer.notify(saveFailure(thrown));
      }
      put({ conversations: [], trees: {} });
      if (get().chat.current !== null) showNew();
    },

    setMessage(text) {
      put({ text });
      saveDraftSoon();
      askPreviewSoon();
    },
    addAttachments(added, refused) {
      put({ attachments: [...get().chat.attachments, ...added], refused });
      askPreviewSoon();
    },
    removeAttachment(id) {
      put({ attachments: get().chat.attachments.filter((each) => each.id !== id) });
      askPreviewSoon();
    },
    dismissRefusals: () => put({ refused: [] }),
    setMode(mode) {
      const { current } = get().chat;
      if (current !== null) change({ ...current, mode });
      askPreviewSoon();
    },
    setKeepHere(sensitive) {
      const { current } = get().chat;
      if (current !== null) change({ ...current, sensitive });
      askPreviewSoon();
    },
    setPrivacy(privacy) {
      const { current } = get().chat;
      if (current !== null) change({ ...current, privacy });
      askPreviewSoon();
    },
    choosePreset(preset) {
      const { current } = get().chat;
      if (current !== null) change({ ...current, preset });
      askPreviewSoon();
    },
    savePreset(preset) {
      const { chatPresets } = get().settings;
      const isKnown = chatPresets.some(({ id }) => id === preset.id);
      observer.updateSettings({
        chatPresets: isKnown
          ? chatPresets.map((each) => (each.id === preset.id ? preset : each))
          : [...chatPresets, preset],
      });
      actions.choosePreset(preset);
    },
    removePreset(id) {
      observer.updateSettings({ chatPresets: get().settings.chatPresets.filter((each) => each.id !== id) });
      if (get().chat.current?.preset.id === id) actions.choosePreset(NO_PRESET);
    },

    send() {
      const place = quiet();
      const { chat } = get();
      if (place === null || isEmptyMessage(chat)) return;
      const question = messageTurn(place.conversation, place.tree, chat);
      put({ text: "", attachments: [], refused: [], preview: null });
      saveDraftSoon();
      answer(place.tree, question, [question]);
    },

    stop() {
      const { chat } = get();
      for (const { run } of Object.values(chat.live))
        if (run.groupId === chat.current?.id) runner.stop(run.id);
    },

    editMessage(turnId, text) {
      const place = quiet();
      const before = place?.tree.byId.get(turnId);
      if (place === null || before?.role !== "user" || text.trim() === "") return;
      const { conversation, tree } = place;
      const question: UserTurn = {
        ...before,
        id: newId(),
        order: nextOrder(tree),
        createdAt: scheduler.dateMs(),
        text,
        sensitive: before.sensitive || conversation.sensitive,
      };
      answer(tree, question, [question]);
    },

    retry(turnId, mode) {
      const place = quiet();
      const turn = place?.tree.byId.get(turnId);
      if (place === null || turn === undefined) return;
      const answered = turn.role === "assistant" ? turn.run.answeredBy?.location : undefined;
      noteOtherSide(dependencies, "chat", answered, mode);
      const question = turn.role === "user" ? turn : place.tree.byId.get(turn.parentId ?? "");
      if (question?.role === "user") answer(place.tree, question, [], { mode });
    },

    escalate(escalation) {
      noteOtherSide(dependencies, "chat", "local", "cloud");
      escalateTurn(escalation);
    },

    continueAnswer(turnId, side) {
      const place = quiet();
      const turn = place?.tree.byId.get(turnId);
      if (place === null || turn?.role !== "assistant" || !canContinue(turn.run)) return;
      const question = place.tree.byId.get(turn.parentId ?? "");
      if (question?.role === "user") answer(place.tree, question, [], { mode: side, broken: turn.run });
    },

    showVersion(turnId) {
      const place = quiet();
      if (place === null) return;
      const chosen = chooseTurn(place.tree, place.conversation.chosen, turnId);
      const last = pathOf(place.tree, chosen).at(-1);
      change({
        ...place.conversation,
        chosen,
        ...(last === undefined ? {} : { lastShownId: last.id }),
      });
      askPreviewSoon();
    },

    branchFrom(turnId, title) {
      const place = quiet();
      if (place === null) return;
      const now = scheduler.dateMs();
      const branch: Conversation = {
        ...place.conversation,
        id: newId(),
        title,
        createdAt: now,
        updatedAt: now,
        chosen: {},
      };
      const turns = copyPath(place.tree, turnId, { conversationId: branch.id, newId });
      const ended = turns.map((turn) =>
        turn.role === "user" ? turn : { ...turn, run: { ...turn.run, groupId: branch.id } },
      );
      say(branch, EMPTY_TREE, ended);
      show(get().chat.current ?? branch);
    },
  };

  return {
    actions,
    flush: runner.flush,
    refreshPreview: askPreviewSoon,
    nextRequest,
    reread: library.reread,
    inMemory: () => chatInMemory(get().chat),
  };
}

/** A run without what the path to it holds anyway; nor the body of a long one, which repeats that path. */
function withoutPath(run: Run): Run {
  const { privacy: _, ...request } = run.request;
  const lean: Run = { ...run, request: { ...request, messages: [], attachments: [] } };
  if (run.privacy === undefined) return lean;
  const { sentBody = "", ...privacy } = run.privacy;
  return sentBody.length <= LONGEST_KEPT_BODY_CHARACTERS ? lean : { ...lean, privacy };
}

/** The first words of a conversation, or what is attached where there are none. */
function titleOf(tree: TurnTree): string {
  const first = tree.byId.values().next().value;
  if (first?.role !== "user") return "";
  const words = first.text.trim().replace(/\s+/g, " ") || (first.attachments?.[0]?.name ?? "");
  if (words.length <= TITLE_CHARACTERS) return words;
  const cut = words.slice(0, TITLE_CHARACTERS);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), TITLE_CHARACTERS / 2)).trimEnd()}…`;
}

function readDraft(saved: string | null): { conversationId: string | null; text: string } {
  try {
    const { conversationId, text } = JSON.parse(saved ?? "{}") as Record<string, unknown>;
    return {
      conversationId: typeof conversationId === "string" ? conversationId : null,
      text: typeof text === "string" ? text : "",
    };
  } catch {
    return { conversationId: null, text: "" };
  }
}
