import { describe, expect, it } from "vitest";
import { CHAT_MODES } from "../../core/conversation";
import { InferenceError } from "../../core/errors";
import type { Attachment } from "../../core/request";
import { createAppStore } from "../create-app-store";
import { settle, type TestDependencies, testDependencies } from "../test-support/test-dependencies";
import { currentPath } from "./chat-selectors";
import { siblingsOf } from "./turn-tree";

async function openChat(dependencies: TestDependencies = testDependencies()) {
  const store = createAppStore(dependencies);
  const actions = await store.chat();
  await actions.openChat();
  const words = () =>
    currentPath(store.getState()).map((turn) => {
      if (turn.role === "user") return turn.text;
      return store.getState().chat.live[turn.id]?.run.text ?? turn.run.text;
    });
  const idOf = (index: number) => currentPath(store.getState())[index]?.id ?? "";
  const say = (text: string) => {
    actions.setMessage(text);
    actions.send();
  };
  const answerWith = async (text: string) => {
    const stream = dependencies.streams.at(-1);
    stream?.send({ type: "text-delta", text });
    stream?.end();
    await settle();
  };
  const told = () =>
    dependencies.streams.at(-1)?.request.messages.map(({ role, content }) => `${role}: ${content}`);
  return { dependencies, store, actions, words, idOf, say, answerWith, told };
}

/** Two exchanges. */
async function talk(dependencies?: TestDependencies) {
  const chat = await openChat(dependencies);
  chat.say("one");
  await chat.answerWith("first");
  chat.say("two");
  await chat.answerWith("second");
  return chat;
}

describe("a conversation", () => {
  it("sends the whole path each time, without any thinking", async () => {
    const chat = await openChat();
    chat.say("one");
    chat.dependencies.streams[0]?.send({ type: "reasoning-delta", text: "hmm" });
    await chat.answerWith("first");
    chat.say("two");
    expect(chat.told()).toEqual(["user: one", "assistant: first", "user: two"]);
    expect(chat.dependencies.streams[1]?.request).toMatchObject({
      task: "chat",
      text: "two",
      output: "text",
    });
  });

  it("puts the preset before it, as it is now", async () => {
    const chat = await openChat();
    chat.actions.savePreset({ id: "own", name: "Own", text: "Rhyme." });
    chat.say("one");
    expect(chat.told()).toEqual(["system: Rhyme.", "user: one"]);
    await chat.answerWith("first");
    chat.actions.savePreset({ id: "own", name: "Own", text: "Sing." });
    chat.say("two");
    expect(chat.told()?.[0]).toBe("system: Sing.");
    await chat.answerWith("second");
    chat.actions.removePreset("own");
    chat.say("three");
    expect(chat.told()?.[0]).toBe("user: one");
  });

  it("makes an edit a version beside the old one, with its own answer, and goes back", async () => {
    const chat = await talk();
    const old = chat.idOf(2);
    chat.actions.editMessage(old, "two, but better");
    expect(chat.told()).toEqual(["user: one", "assistant: first", "user: two, but better"]);
    await chat.answerWith("other");
    expect(chat.words()).toEqual(["one", "first", "two, but better", "other"]);
    const tree = chat.store.getState().chat.trees[chat.store.getState().chat.current?.id ?? ""];
    const edited = currentPath(chat.store.getState())[2];
    expect(tree && edited && siblingsOf(tree, edited)).toEqual([old, edited?.id]);
    chat.actions.showVersion(old);
    expect(chat.words()).toEqual(["one", "first", "two", "second"]);
  });

  it("answers again beside the old answer, on the side that is asked for", async () => {
    const chat = await talk();
    const policies: string[] = [];
    const { stream } = chat.dependencies.run;
    chat.dependencies.run.stream = (request, policy, options) => {
      policies.push(policy.mode);
      return stream(request, policy, options);
    };
    chat.actions.retry(chat.idOf(1));
    expect(chat.told()).toEqual(["user: one"]);
    await chat.answerWith("again");
    chat.actions.retry(chat.idOf(1), "cloud");
    await chat.answerWith("from afar");
    expect(policies).toEqual(["auto", "cloud"]);
    expect(chat.words()).toEqual(["one", "from afar"]);
  });

  it("goes on with an answer that broke off beside it, and is told the whole of it later", async () => {
    const chat = await openChat();
    chat.say("one");
    const stream = chat.dependencies.streams.at(-1);
    stream?.send(
      { type: "leg", location: "cloud", modelId: "m", modelLabel: "M", fallback: false },
      { type: "text-delta", text: "half" },
    );
    stream?.fail(new InferenceError("stream-reset", "gone"));
    await settle();
    chat.actions.continueAnswer(chat.idOf(1), "local");
    expect(chat.told()?.slice(0, 2)).toEqual(["user: one", "assistant: half"]);
    await chat.answerWith(" and half");
    chat.say("two");
    expect(chat.told()).toEqual(["user: one", "assistant: half and half", "user: two"]);
  });

  it("keeps text that is to stay on this device marked for all that follows, in retries and branches too", async () => {
    const chat = await openChat();
    chat.actions.setKeepHere(true);
    chat.say("secret");
    await chat.answerWith("first");
    chat.actions.setKeepHere(false);
    const sensitivity = () => chat.dependencies.streams.at(-1)?.request.sensitivity;
    chat.say("and more");
    expect(sensitivity()).toBe("sensitive");
    await chat.answerWith("second");
    chat.actions.retry(chat.idOf(3), "cloud");
    expect(sensitivity()).toBe("sensitive");
    await chat.answerWith("third");
    chat.actions.editMessage(chat.idOf(0), "still secret");
    expect(sensitivity()).toBe("sensitive");
    await chat.answerWith("fourth");
    chat.actions.branchFrom(chat.idOf(1), "branch");
    chat.say("elsewhere");
    expect(sensitivity()).toBe("sensitive");
  });

  it("branches into a conversation of its own and leaves the old one as it was", async () => {
    const chat = await talk();
    const old = chat.store.getState().chat.current?.id ?? "";
    chat.actions.branchFrom(chat.idOf(1), "one (branch)");
    expect(chat.words()).toEqual(["one", "first"]);
    chat.say("three");
    await chat.answerWith("third");
    expect(chat.store.getState().chat.conversations.map(({ title }) => title)).toEqual([
      "one (branch)",
      "one",
    ]);
    await chat.actions.openConversation(old);
    expect(chat.words()).toEqual(["one", "first", "two", "second"]);
  });

  it("does nothing new while an answer is going, and Stop keeps its text", async () => {
    const chat = await openChat();
    chat.say("one");
    chat.dependencies.streams[0]?.send({ type: "text-delta", text: "half" });
    await settle();
    chat.say("too early");
    chat.actions.retry(chat.idOf(1));
    chat.actions.editMessage(chat.idOf(0), "other");
    chat.actions.branchFrom(chat.idOf(0), "branch");
    expect(chat.dependencies.streams).toHaveLength(1);
    expect(chat.store.getState().chat.text).toBe("too early");
    chat.actions.stop();
    await settle();
    expect(chat.words()).toEqual(["one", "half"]);
    expect(currentPath(chat.store.getState())[1]).toMatchObject({
      run: { status: "cancelled", error: null },
    });
  });

  it("goes on answering while another conversation is open, and stops only its own", async () => {
    const chat = await openChat();
    chat.say("one");
    const first = chat.store.getState().chat.current?.id ?? "";
    chat.actions.newConversation();
    chat.say("elsewhere");
    chat.actions.stop();
    await settle();
    const [going, stopped] = chat.dependencies.streams;
    expect([going?.signal.aborted, stopped?.signal.aborted]).toEqual([false, true]);
    going?.send({ type: "text-delta", text: "first" });
    going?.end();
    await settle();
    await chat.actions.openConversation(first);
    expect(chat.words()).toEqual(["one", "first"]);
  });

  it("leaves the turns around a failed answer in an order that chat templates take", async () => {
    const chat = await openChat();
    chat.say("one");
    chat.dependencies.streams[0]?.fail(new InferenceError("network", "gone"));
    await settle();
    chat.say("two");
    expect(chat.told()).toEqual(["user: one\n\ntwo"]);
  });

  it("sends images with their message, keeps them for what follows, and needs no words beside one", async () => {
    const chat = await openChat();
    const image: Attachment = {
      type: "image",
      name: "cat.png",
      mimeType: "image/png",
      data: "QUFBQQ==",
      width: 1,
      height: 1,
      bytes: 4,
      detail: "auto",
    };
    chat.actions.addAttachments([{ id: "a", attachment: image, downscaledFrom: null }], []);
    chat.actions.send();
    expect(chat.store.getState().chat.attachments).toEqual([]);
    await chat.answerWith("A cat.");
    chat.say("What colour?");
    const request = chat.dependencies.streams.at(-1)?.request;
    expect(request?.attachments).toEqual([image]);
    expect(request?.messages.map(({ attachmentCount }) => attachmentCount)).toEqual([
      1,
      undefined,
      undefined,
    ]);
    await chat.answerWith("Grey.");
    const kept = [...chat.dependencies.keptChat.turns.values()];
    const attached = kept.map((turn) => (turn.role === "user" ? turn : turn.run.request).attachments);
    expect(attached).toEqual([[image], [], undefined, []]);
    expect(chat.store.getState().chat.current?.title).toBe("cat.png");
  });

  it.each(CHAT_MODES)("runs in the mode %s of the conversation", async (mode) => {
    const chat = await openChat();
    chat.actions.setMode(mode);
    chat.say("one");
    expect(currentPath(chat.store.getState())[1]).toMatchObject({
      run: { location: mode === "auto" ? null : mode },
    });
  });
});

describe("keeping", () => {
  it("opens the conversation again with every version, and names it by its first words", async () => {
    const chat = await talk();
    chat.actions.editMessage(chat.idOf(2), "two, edited");
    await chat.answerWith("third");
    chat.actions.rename("Numbers");
    chat.actions.showVersion(chat.idOf(2));
    await settle();
    const again = testDependencies();
    Object.assign(again, {
      keptChat: chat.dependencies.keptChat,
      openConversations: chat.dependencies.openConversations,
    });
    const second = await openChat(again);
    expect(second.words()).toEqual(chat.words());
    expect(second.store.getState().chat.current?.title).toBe("Numbers");
    expect(second.store.getState().chat.trees).toEqual(chat.store.getState().chat.trees);
  });

  it("S5 keeps the question at once and the answer about once a second; reopened, it is stopped with its text", async () => {
    const { dependencies, say, store } = await openChat();
    say("one");
    await settle();
    expect([...dependencies.keptChat.turns.values()].map(({ role }) => role)).toEqual(["user", "assistant"]);
    for (let step = 0; step < 30; step += 1) {
      dependencies.streams[0]?.send({ type: "text-delta", text: "x" });
      await settle();
      dependencies.scheduler.advance(100);
      dependencies.scheduler.paint();
    }
    await settle();
    const kept = [...dependencies.keptChat.turns.values()].find(({ role }) => role === "assistant");
    expect(kept?.role === "assistant" && kept.run.text.length).toBeGreaterThanOrEqual(18);
    const again = testDependencies();
    Object.assign(again, { openConversations: dependencies.openConversations });
    const second = await openChat(again);
    expect(currentPath(second.store.getState())[1]).toMatchObject({ run: { status: "cancelled" } });
    expect(store.getState().notices).toEqual([]);
  });

  it("S1 says so when the storage is full, goes on in memory, and catches up when there is room", async () => {
    const chat = await openChat();
    chat.dependencies.saveFailure.current = Object.assign(new Error("full"), { reason: "quota" });
    chat.say("one");
    await chat.answerWith("first");
    expect(chat.store.getState().notices.map(({ kind }) => kind)).toContain("storage-full");
    expect(chat.words()).toEqual(["one", "first"]);
    expect(chat.dependencies.keptChat.turns.size).toBe(0);
    chat.dependencies.saveFailure.current = null;
    chat.say("two");
    await chat.answerWith("second");
    expect(chat.dependencies.keptChat.turns.size).toBe(4);
  });

  it("keeps nothing of what is said while history is off, later neither", async () => {
    const chat = await openChat();
    chat.store.actions.updateSettings({ keepHistory: false });
    chat.say("one");
    await chat.answerWith("first");
    chat.store.actions.updateSettings({ keepHistory: true });
    chat.say("two");
    await chat.answerWith("second");
    expect(chat.words()).toEqual(["one", "first", "two", "second"]);
    expect([chat.dependencies.keptChat.conversations.size, chat.dependencies.keptChat.turns.size]).toEqual([
      0, 0,
    ]);
    chat.actions.newConversation();
    chat.say("kept");
    await settle();
    expect(chat.dependencies.keptChat.turns.size).toBe(2);
  });

  it("deletes a conversation for good, also one whose answer is going", async () => {
    const chat = await openChat();
    chat.say("one");
    await settle();
    await chat.actions.removeConversation(chat.store.getState().chat.current?.id ?? "");
    await settle();
    expect(chat.dependencies.streams[0]?.signal.aborted).toBe(true);
    expect([chat.dependencies.keptChat.conversations.size, chat.dependencies.keptChat.turns.size]).toEqual([
      0, 0,
    ]);
    expect(chat.words()).toEqual([]);
    expect(chat.store.getState().chat.conversations).toEqual([]);
  });

  it("does not carry an answer's messages along: they are its path", async () => {
    const chat = await talk();
    for (const turn of currentPath(chat.store.getState()))
      if (turn.role === "assistant") expect(turn.run.request.messages).toEqual([]);
  });

  it("shows the end of a long conversation first, and lets nothing be said until all of it is read", async () => {
    const first = await talk();
    const { conversations, turns } = first.dependencies.keptChat;
    const path = currentPath(first.store.getState());
    const dependencies = { ...testDependencies(), newId: first.dependencies.newId };
    for (const [id, conversation] of conversations) dependencies.keptChat.conversations.set(id, conversation);
    for (const [id, turn] of turns) dependencies.keptChat.turns.set(id, turn);
    const port = await dependencies.openConversations();
    let readAll: () => void = () => {};
    const isAsked = new Promise<void>((resolve) => {
      readAll = resolve;
    });
    dependencies.openConversations = async () => ({
      ...port,
      recent: async () => path.slice(2),
      turns: async (id) => {
        await isAsked;
        return port.turns(id);
      },
    });
    const store = createAppStore(dependencies);
    const actions = await store.chat();
    const opened = actions.openChat();
    await settle();
    expect(currentPath(store.getState())).toEqual(path.slice(2));
    const window = currentPath(store.getState());
    actions.setMessage("too early");
    actions.send();
    actions.retry(path[3]?.id ?? "");
    actions.branchFrom(path[3]?.id ?? "", "branch");
    dependencies.scheduler.advance(1000);
    expect([dependencies.streams.length, dependencies.previews.length]).toEqual([0, 0]);
    readAll();
    await opened;
    expect(currentPath(store.getState())).toEqual(path);
    expect(currentPath(store.getState())[3]).toBe(window[1]);
    actions.send();
    expect(dependencies.streams[0]?.request.messages).toHaveLength(5);
  });

  it("knows the last turn that is shown, whatever was said, shown or branched last", async () => {
    const chat = await talk();
    const lastShown = () => {
      const { current } = chat.store.getState().chat;
      return [
        current?.lastShownId,
        chat.dependencies.keptChat.conversations.get(current?.id ?? "")?.lastShownId,
      ];
    };
    const isLast = async () => {
      await settle();
      const last = currentPath(chat.store.getState()).at(-1)?.id;
      expect(lastShown()).toEqual([last, last]);
    };
    await isLast();
    const old = chat.idOf(2);
    chat.actions.editMessage(old, "two, but better");
    await chat.answerWith("other");
    await isLast();
    chat.actions.showVersion(old);
    await isLast();
    chat.actions.branchFrom(chat.idOf(1), "branch");
    await isLast();
  });

  it("gives every answer for the totals, and takes in what an import wrote", async () => {
    const chat = await talk();
    const { keptChat } = chat.dependencies;
    const [known] = keptChat.conversations.values();
    const tail = currentPath(chat.store.getState()).at(-1);
    if (known === undefined || tail?.role !== "assistant") throw new Error("nothing was said");
    keptChat.conversations.set("other", { ...known, id: "other", updatedAt: 0 });
    const elsewhere = {
      ...tail,
      id: "far",
      conversationId: "other",
      parentId: null,
      run: { ...tail.run, id: "far" },
    };
    keptChat.turns.set("far", elsewhere);
    keptChat.turns.set("more", { ...tail, id: "more", parentId: chat.idOf(2), order: 9 });
    await chat.store.actions.importHistory(new Blob([]));
    expect(chat.store.getState().chat.conversations.map(({ id }) => id)).toEqual([known.id, "other"]);
    expect(chat.idOf(3)).toBe("more");
    expect([...(await chat.actions.readAnswers(({ id }) => id))].sort()).toEqual(
      [chat.idOf(1), tail.id, tail.run.id, "far"].sort(),
    );
  });

  it("deletes all conversations for good, one that is going among them", async () => {
    const chat = await talk();
    chat.actions.newConversation();
    chat.say("going");
    await chat.actions.removeAllConversations();
    await settle();
    expect(chat.dependencies.streams.at(-1)?.signal.aborted).toBe(true);
    expect([chat.dependencies.keptChat.conversations.size, chat.dependencies.keptChat.turns.size]).toEqual([
      0, 0,
    ]);
    expect([chat.words(), chat.store.getState().chat.conversations]).toEqual([[], []]);
  });

  it("exports what is said, also what could not be kept", async () => {
    const chat = await talk();
    chat.dependencies.saveFailure.current = Object.assign(new Error("full"), { reason: "quota" });
    chat.say("three");
    const exported = JSON.parse(await chat.store.actions.exportHistory());
    expect(exported.conversations).toHaveLength(1);
    expect(exported.turns.map((turn: { text?: string }) => turn.text)).toContain("three");
  });
});
