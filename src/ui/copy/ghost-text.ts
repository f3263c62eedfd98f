export const GHOST_COPY = {
  switch: "Complete as I type",
  hint: "Offers grey words at the caret: Tab takes them, → takes one word, Esc turns them down. A small English model in this browser; nothing is sent. Of a hundred keys it saved 16 in texts like those it learnt from, but 9 in mails and notes, and three offers in ten were wrong: so it is off until you want it.",
  announce: (offer: string) => `Offered: ${offer}. Tab takes it.`,
} as const;
