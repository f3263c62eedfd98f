const SENTENCES = [
  "The committee met on Tuesday in Lisbon and agreed to move the launch to 14 March.",
  "Nobody objected, although the budget, which had been cut twice, was mentioned more than once.",
  "Anna Petrov from the Helsinki office promised to send the revised figures by the end of the week.",
  "We recieved your letter about the broken window and we are sory for the delay.",
  "“It’s a good plan,” said Mr. Okafor, “but it needs twice the people and half the meetings.”",
  "The new trains are quieter, quicker and, at 2.40 euros a ride, hardly dearer than the old ones.",
  "If it rains tomorrow, as the forecast says, the market will be held in the old town hall.",
  "She don't like the colour of the door, so it will be painted again untill everybody is happy.",
  "Researchers at Ghent University counted 1,284 birds in a single morning, more than ever before.",
  "Please bring your own cup; the kitchen has run out of them, and nobody knows where they went.",
];

/** English prose with names, numbers and some mistakes; begins somewhere else for each `start`. */
export function proseOf(characters: number, start = 0): string {
  const parts: string[] = [];
  for (let length = 0, index = start; length < characters; index += 1) {
    const sentence = SENTENCES[index % SENTENCES.length] ?? "";
    const part = index % 6 === 5 ? `${sentence}\n\n` : `${sentence} `;
    parts.push(part);
    length += part.length;
  }
  return parts.join("").slice(0, characters);
}

/** The same, by words. */
export function proseOfWords(words: number): string {
  return (proseOf(words * 12).match(/\S+\s*/g) ?? []).slice(0, words).join("").trim();
}
