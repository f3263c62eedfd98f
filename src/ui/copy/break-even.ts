import type { CostAssumptions } from "../../core/insights";

export const BREAK_EVEN_COPY = {
  title: "When this device pays off",
  lead: (model: string) =>
    `What the same requests cost in all: on this device, its download, hardware and electricity; in the cloud, the price of ${model}.`,
  noPrice: (model: string) =>
    `The price of ${model} is not known, so there is nothing to compare with. Enter it under “Your prices” in Settings.`,
  always: (cloud: string) =>
    `From the first request on: nothing is counted for this device beyond its electricity, and a request in the cloud costs about ${cloud}.`,
  from: (requests: string, when: string) => `From about ${requests} requests on, ${when}.`,
  days: (days: string) => `which is about ${days} ${days === "1" ? "day" : "days"} at your pace`,
  years: (years: string) => `which is about ${years} years at your pace`,
  withinDay: "which is within a day at your pace",
  noDays: "whenever that is at no requests a day",
  never: (local: string, cloud: string) =>
    `Not at these figures: a request costs about ${local} here and ${cloud} in the cloud.`,
  chart:
    "Total cost by number of requests, on this device and in the cloud. The table below has the figures.",
  mark: "Break-even",
  table: "Total cost by number of requests",
  requests: "Requests",
  local: "On this device",
  cloud: "In the cloud",
  assumptions: "What this assumes",
  assumptionsHint:
    "Fields left empty are taken from your log and the models on this device. Download: gigabytes times price. Electricity: kilowatts times hours times price.",
  fromLog: "Take all from my log",
} as const;

/** The fields, in their order. */
export const ASSUMPTION_COPY: Readonly<Record<keyof CostAssumptions, string>> = {
  inputTokens: "Tokens in, per request",
  outputTokens: "Tokens out, per request",
  requestsPerDay: "Requests a day",
  localSeconds: "Seconds here, per request",
  downloadGb: "Download, in GB",
  usdPerGb: "Price per GB, in US dollars",
  hardwareUsd: "Hardware bought for it, in US dollars",
};
