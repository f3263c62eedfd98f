import type { PageName } from "../router";

/** What each page is called, in the navigation and in the title. */
export const PAGE_LABELS: Readonly<Record<PageName, string>> = {
  work: "Work",
  chat: "Chat",
  teach: "Teach",
  models: "Models",
  history: "History",
  insights: "Insights",
  settings: "Settings",
};

/** One line under each page's heading. */
export const PAGE_LEADS: Readonly<Record<PageName, string>> = {
  work: "",
  chat: "",
  teach: "Give examples, and have a small model of your own in a second. Nothing of it leaves this device.",
  models: "What runs on this device, what can, and what the cloud side offers.",
  history: "Runs and conversations are kept in this browser and nowhere else.",
  insights: "Totals of your own runs, counted on this device.",
  settings: "All of it stays in this browser. API keys are forgotten when the page closes.",
};

export const APP_COPY = {
  name: "Nearside",
  skip: "Skip to the content",
  navigation: "Pages",
  offline: "Offline",
  offlineHelp: "No network. Everything on this device keeps working.",
  notFoundTitle: "There is no such page",
  notFoundBody: "The address may be old or mistyped.",
  notFoundAction: "Go to Work",
  crashTitle: "This page broke",
  crashBody: "Your text and your history are safe. Reloading usually helps.",
  crashAction: "Reload",
} as const;
