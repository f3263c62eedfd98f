export const BUDGET_COPY = {
  title: "Budget",
  lead: "Hard limits on what the cloud may cost, in US dollars, over all tabs of this browser. Before a request is sent, the most it can cost is set aside; what is left bounds the length of its answer. Leave a limit empty for none. A model whose price is not known is not asked while a limit is set.",
  labels: {
    requestUsd: "Most for one request",
    dayUsd: "Most for one day",
    monthUsd: "Most for one month",
  },
  spent: (day: string, month: string) => `Spent or set aside: ${day} today, ${month} this month.`,
  forget: "Count from zero",
  forgetQuestion: "Forget what was spent so far? The limits then count from zero.",
} as const;
