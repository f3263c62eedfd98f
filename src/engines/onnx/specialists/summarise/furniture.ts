import type { ReadSentence } from "./read-sentences";

/** Only short sentences are greetings and the like. */
const MOST_WORDS = 9;
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrte[r]?|guten (?:tag|morgen)|bonjour|hola)\b[^.?]*$/i;
const SIGN_OFF =
  /^(?:(?:with )?(?:best|kind|warm|many)?\s*(?:regards|wishes|thanks)|best|cheers|thanks|thank you|sincerely|yours|talk soon|see you|mit freundlichen grüßen|viele grüße|liebe grüße|beste grüße|cordialement|saludos)\b[^?]{0,40}$/i;
const ATTRIBUTION = /^(?:on|am|le|el)\b.{5,160}\b(?:wrote|schrieb|a écrit|escribió)\b.{0,20}$/is;
const MACHINE_LINE = /^(?:sent from my |begin forwarded message|get outlook for |-{2,}|\||```|<\/?[a-z])/i;
const INTRODUCES = /:["'\u201d\u2019)*_]*$/;
/** A header or a quoted line between two sentences begins another mail. */
const STARTS_A_MAIL = /^[ \t]*(?:>|(?:From|Von|De):)/m;
const SIGNATURE_MARK = /^--[ \t]*$/gm;
/** A signature has at most so many sentences, so that a stray dash does not hide half of a text. */
const SIGNATURE_SENTENCES = 12;

/**
 * The sentences that are furniture of mails and notes and say nothing: greetings, sign-offs, the lines under them,
 * "On Monday Ann wrote:", table rows, and what only announces the next line.
 */
export function findFurniture(text: string, sentences: readonly ReadSentence[]): ReadonlySet<ReadSentence> {
  const furniture = new Set<ReadSentence>();
  const isSignature = signatureOf(text, sentences);
  let afterSignOff = false;
  let position = 0;
  for (const sentence of sentences) {
    const whole = text.slice(sentence.start, sentence.end);
    const isShort = sentence.words.length <= MOST_WORDS;
    if (!isShort || STARTS_A_MAIL.test(text.slice(position, sentence.start))) afterSignOff = false;
    if (isShort && SIGN_OFF.test(whole)) afterSignOff = true;
    position = sentence.end;
    if (
      afterSignOff ||
      isSignature(sentence) ||
      (isShort && GREETING.test(whole)) ||
      INTRODUCES.test(whole) ||
      MACHINE_LINE.test(whole) ||
      ATTRIBUTION.test(whole)
    ) {
      furniture.add(sentence);
    }
  }
  return furniture;
}

function signatureOf(text: string, sentences: readonly ReadSentence[]): (sentence: ReadSentence) => boolean {
  let mark = -1;
  for (const match of text.matchAll(SIGNATURE_MARK)) mark = match.index;
  const below = sentences.filter(({ start }) => start > mark).length;
  return mark < 0 || below > SIGNATURE_SENTENCES ? () => false : ({ start }) => start > mark;
}
