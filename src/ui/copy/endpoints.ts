export const ENDPOINTS_COPY = {
  title: (number: number) => `Endpoint ${number}`,
  add: "Add an endpoint",
  addHint: "It stands in when the ones before it fail.",
  raise: "Move up",
  remove: "Remove",
  use: (host: string) => `Use ${host}`,
  noAddress: "this endpoint",
  firstHint: "The endpoint above, first in your order.",
  order: "Which endpoint is asked first",
  orders: {
    mine: "The first in my order",
    price: "The cheapest",
    speed: "The fastest",
  },
  orderHints: {
    mine: "The next one is asked only when one fails before it has written anything.",
    price: "By your prices or the built-in table. Endpoints without a known price come last.",
    speed: "As measured on this device. Endpoints that have not been measured come last.",
  },
} as const;
