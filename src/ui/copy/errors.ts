import type { ErrorCode } from "../../core/errors";

/** What a person can do next; the pane turns each into a button. */
export type ErrorAction =
  | "enter-key"
  | "try-again"
  | "reload"
  | "run-cloud"
  | "run-local"
  | "download-model"
  | "smaller-model"
  | "open-models"
  | "open-settings"
  | "open-teach";

/** The words of one failure: what happened, what it means, and what to do. */
export interface ErrorCopy {
  title: string;
  body: string;
  actions: readonly ErrorAction[];
}

const NOTHING_SENT = "Nothing was sent.";

/** Words for every way a run can fail. A missing code does not compile. */
export const ERROR_COPY: Readonly<Record<ErrorCode, ErrorCopy>> = {
  "webgpu-unavailable": {
    title: "This model needs WebGPU",
    body: "This browser offers no graphics adapter to web pages, so the model cannot run here. The built-in models still work, without the GPU.",
    actions: ["run-cloud", "open-models"],
  },
  "feature-missing": {
    title: "This device lacks something the model needs",
    body: "The graphics adapter does not have a feature or a size that the model was built for. A smaller model may fit.",
    actions: ["open-models", "run-cloud"],
  },
  "device-lost": {
    title: "The graphics device went away",
    body: "The browser or its driver reset the GPU during the run. The text so far is kept. If it happens again, a smaller model may fit.",
    actions: ["try-again", "smaller-model", "open-models", "run-cloud"],
  },
  "out-of-memory": {
    title: "The model did not fit into memory",
    body: "Its memory has been freed. A smaller model, or fewer open tabs, will help.",
    actions: ["smaller-model", "open-models", "run-cloud"],
  },
  "worker-crashed": {
    title: "The model's worker stopped",
    body: "It has been restarted. The text so far is kept, and the page was not affected.",
    actions: ["try-again", "run-cloud"],
  },
  "worker-timeout": {
    title: "The model's worker did not answer",
    body: "It has been ended and will start afresh the next time.",
    actions: ["try-again", "run-cloud"],
  },
  "budget-spent": {
    title: "Your budget leaves no room for it",
    body: `A limit that you set in Settings would be exceeded, even by a short answer. ${NOTHING_SENT}`,
    actions: ["run-local", "open-settings"],
  },
  "price-unknown": {
    title: "The price of this model is not known",
    body: `A budget is set, and it can only be kept for a model with a price. Enter one in Settings; 0 for a server of your own. ${NOTHING_SENT}`,
    actions: ["open-settings", "run-local"],
  },
  "model-missing": {
    title: "The model is not part of this installation",
    body: "Its files were not found next to the app.",
    actions: ["open-models", "run-cloud"],
  },
  "model-file-missing": {
    title: "A file of the model could not be fetched",
    body: "The address answered without the file, or the connection broke. Only the missing file is fetched again.",
    actions: ["try-again", "open-models"],
  },
  "model-file-corrupt": {
    title: "A file of the model is damaged",
    body: "It was fetched twice and did not match both times, so it was refused and nothing of it was kept.",
    actions: ["open-models", "run-cloud"],
  },
  "model-load-failed": {
    title: "The model could not be loaded",
    body: "Its files are there, but starting it failed.",
    actions: ["try-again", "open-models", "run-cloud"],
  },
  "model-not-downloaded": {
    title: "This task needs a language model on this device",
    body: "None has been downloaded yet. Downloading is the only time the network is needed.",
    actions: ["download-model", "run-cloud", "open-models"],
  },
  "storage-full": {
    title: "There is no room for this model",
    body: "The browser's storage for this page is full. What has arrived is kept. Delete a model that you do not need, then go on.",
    actions: ["open-models"],
  },
  "context-overflow": {
    title: "The text is too long for this model",
    body: "Nothing was cut. Shorten the text, choose a model with a larger context window, or, in a conversation, let Settings leave out old messages.",
    actions: ["run-cloud", "open-models", "open-settings"],
  },
  auth: {
    title: "The endpoint refused the API key",
    body: "It is missing, mistyped or no longer valid. It was tried once and not again.",
    actions: ["enter-key", "run-local"],
  },
  forbidden: {
    title: "This key may not use this model",
    body: "The endpoint does not allow the call. Check the key's rights and the model's name, or enter another key. It was tried once and not again.",
    actions: ["enter-key", "open-settings", "run-local"],
  },
  "rate-limited": {
    title: "Too many requests",
    body: "The endpoint asked us to wait, and was still busy after that.",
    actions: ["try-again", "run-local"],
  },
  "quota-exhausted": {
    title: "The account's quota is used up",
    body: "Waiting does not help; the endpoint wants credit or a higher limit.",
    actions: ["run-local", "open-settings"],
  },
  "server-error": {
    title: "The endpoint failed",
    body: "It answered with an error of its own. What it said is below, as plain text.",
    actions: ["try-again", "run-local"],
  },
  network: {
    title: "The endpoint could not be reached",
    body: "A browser does not say why. It can be: no network, a wrong address, nothing listening there, or a server that does not allow calls from web pages (CORS). What could be found out is below.",
    actions: ["try-again", "open-settings", "run-local"],
  },
  "cors-refused": {
    title: "The endpoint does not answer web pages",
    body: "Something is listening at that address, but it does not allow calls from web pages (CORS). Allow this page's address there (Ollama: OLLAMA_ORIGINS; LM Studio: Enable CORS), or use a gateway that answers browsers.",
    actions: ["open-settings", "try-again", "run-local"],
  },
  "local-network-denied": {
    title: "The browser blocked a call to this computer's network",
    body: "Pages need the permission “Local network access” to reach a server on this machine or in your network. Allow it in the site settings beside the address, then try again.",
    actions: ["try-again", "open-settings"],
  },
  "connect-timeout": {
    title: "The endpoint did not answer in time",
    body: "No reply came, so the call was ended.",
    actions: ["try-again", "run-local"],
  },
  "first-token-timeout": {
    title: "No text came in time",
    body: "The connection was alive, but the model did not begin to write.",
    actions: ["try-again", "run-local"],
  },
  "idle-timeout": {
    title: "The stream went silent",
    body: "Nothing more came for a while, so the call was ended. The text so far is kept.",
    actions: ["try-again", "run-local"],
  },
  "stream-reset": {
    title: "The connection broke in mid-answer",
    body: "The text so far is kept. It was not asked again by itself, because that would be charged again.",
    actions: ["try-again", "run-local"],
  },
  "stream-truncated": {
    title: "The answer ended too early",
    body: "The stream was closed without saying that it was complete. The text so far is kept, but take it as unfinished.",
    actions: ["try-again", "run-local"],
  },
  "stream-error": {
    title: "The endpoint reported an error in mid-answer",
    body: "The text so far is kept.",
    actions: ["try-again", "run-local"],
  },
  "malformed-response": {
    title: "The endpoint's answer could not be understood",
    body: "It did not follow the chat completions format. The address may belong to another kind of service.",
    actions: ["open-settings", "run-local"],
  },
  "model-unknown": {
    title: "The endpoint does not know this model",
    body: "Check the model's name; “Test connection” lists the names that it offers.",
    actions: ["open-settings", "run-local"],
  },
  "model-retired": {
    title: "This model has been shut down",
    body: "Choose the one that replaces it, or any other.",
    actions: ["open-settings", "run-local"],
  },
  "bad-request": {
    title: "The endpoint refused the request",
    body: "What it said is below, as plain text.",
    actions: ["open-settings", "run-local"],
  },
  "redirect-refused": {
    title: "The endpoint tried to send the call elsewhere",
    body: "It answered with a redirect, which was not followed, so your key and text went nowhere else. Use the final address as base URL.",
    actions: ["open-settings"],
  },
  "attachment-unsupported": {
    title: "This model does not take the attachment",
    body: `${NOTHING_SENT} Remove the attachment, or choose a model that takes it.`,
    actions: ["open-settings"],
  },
  "egress-denied": {
    title: "Sending was not allowed",
    body: `No decision for this run permitted it, so the door stayed shut. ${NOTHING_SENT}`,
    actions: ["run-local"],
  },
  "detector-failed": {
    title: "The text could not be checked",
    body: `What looks for private text did not work, and without it nothing is sent to the cloud. If this browser is offline, it may not have been kept yet: try again with the network. ${NOTHING_SENT}`,
    actions: ["try-again", "run-local"],
  },
  "no-route": {
    title: "Nothing can take this request",
    body: `The receipt lists what was ruled out and why. ${NOTHING_SENT}`,
    actions: ["open-models", "open-settings"],
  },
  "input-empty": {
    title: "There is nothing to work on",
    body: "Write or paste a text first.",
    actions: [],
  },
  "output-unreadable": {
    title: "The answer is not in the form this task needs",
    body: "The model answered, but not as asked. Its words are kept below.",
    actions: ["try-again"],
  },
  cancelled: {
    title: "Stopped",
    body: "The text so far is kept.",
    actions: ["try-again"],
  },
  "app-part-missing": {
    title: "A part of Nearside could not be fetched",
    body: "You are offline, or a newer version has replaced this one. Reload the page; what you wrote is kept.",
    actions: ["reload", "try-again"],
  },
  internal: {
    title: "Something in Nearside went wrong",
    body: "This is a mistake of ours. The text so far is kept.",
    actions: ["try-again"],
  },
};
