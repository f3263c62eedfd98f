export const GHOST_COPY = {
  switch: "Complete as I type",
  hint: "Grey words at the caret: Tab takes them, → takes one word, Esc turns them down. A small English model in this browser; nothing is sent.",
  announce: (offer: string) => `Offered: ${offer}. Tab takes it.`,
} as const;
