import fc from "fast-check";

/** Something private, and the text in which it is hidden. */
export interface PlantedSecret {
  /** As a person would say it. */
  secret: string;
  /** As it stands in the text. */
  text: string;
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
const random = (length: number, alphabet: readonly string[] = LETTERS) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((signs) => signs.join(""));
const digits = (length: number) => random(length, [..."0123456789"]);

function luhnDigit(body: string): string {
  for (let check = 0; check < 10; check++) {
    let sum = 0;
    for (const [index, digit] of [...`${body}${check}`].reverse().entries()) {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      sum += value > 9 ? value - 9 : value;
    }
    if (sum % 10 === 0) return String(check);
  }
  return "";
}

function germanIban(account: string): string {
  const remainder = BigInt(`${account}131400`) % 97n;
  return `DE${String(98n - remainder).padStart(2, "0")}${account}`;
}

const inFours = (text: string): string => text.replace(/(.{4})(?=.)/g, "$1 ");

const numbers = fc.oneof(
  digits(14).map((body) => `4${body}${luhnDigit(`4${body}`)}`),
  digits(13).map((body) => `51${body}${luhnDigit(`51${body}`)}`),
  digits(14).map((body) => inFours(`4${body}${luhnDigit(`4${body}`)}`)),
  digits(18).map(germanIban),
  digits(18).map((account) => inFours(germanIban(account))),
);
const tokens = fc.oneof(
  random(16, [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"]).map((rest) => `AKIA${rest}`),
  random(36).map((rest) => `ghp_${rest}`),
  random(35).map((rest) => `AIza${rest}`),
  random(36).map((rest) => `npm_${rest}`),
  random(20).map((rest) => `glpat-${rest}`),
  random(24).map((rest) => `sk_live_${rest}`),
  random(48).map((rest) => `sk-${rest}`),
  fc.tuple(random(22), random(43)).map(([first, second]) => `SG.${first}.${second}`),
);
/** Cards, account numbers, keys and tokens as they are written. */
export const plainSecret: fc.Arbitrary<string> = fc.oneof(numbers, tokens);

const mails = fc
  .tuple(
    random(6, [..."abcdefghijklmnop"]),
    random(7, [..."qrstuvwxyz"]),
    fc.constantFrom("org", "com", "de", "co.uk"),
  )
  .map(([name, domain, ending]) => `${name}@${domain}.${ending}`);

type Hide = (secret: string, at: number) => string;
const insert = (secret: string, at: number, what: string): string => {
  const place = 1 + (at % (secret.length - 1));
  return secret.slice(0, place) + what + secret.slice(place);
};
const fullWidth: Hide = (secret) =>
  secret.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const base64 = (text: string): string => btoa(text);

const EVERYWHERE: readonly Hide[] = [
  (secret) => secret,
  (secret) => `"${secret}"`,
  (secret) => `\`${secret}\``,
  (secret) => `**${secret}**`,
  (secret) => `| a | ${secret} | b |`,
  (secret) => `[here](https://example.org/?q=${encodeURIComponent(secret)})`,
  (secret, at) => insert(secret, at, "\u200b"),
  (secret, at) => insert(secret, at, "\u00ad"),
  (secret) => [...secret].join("\u2060"),
  (secret, at) => insert(secret, at, "**"),
  (secret, at) => insert(secret, at, "<b></b>"),
  fullWidth,
  (secret) => base64(secret),
  (secret) => base64(`please keep ${secret} to yourself`),
  (secret) => base64(base64(`it is ${secret}`)),
  (secret) => base64(`>>>???${secret}`).replaceAll("+", "-").replaceAll("/", "_"),
  (secret) => [...secret].map((sign) => sign.charCodeAt(0).toString(16).padStart(2, "0")).join(""),
  (secret) => [...secret].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join(""),
  (secret) => [...secret].map((sign) => `&#${sign.charCodeAt(0)};`).join(""),
  (secret) => [...secret].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
];
const IN_NUMBERS: readonly Hide[] = [
  (secret) => secret.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
  (secret) => secret.replace(/\d/g, (digit) => String.fromCharCode(0x966 + Number(digit))),
  (secret) => secret.replaceAll(" ", "\u00a0"),
  (secret) => secret.replaceAll(" ", "\u2013"),
  (secret, at) => insert(secret, at, "\n"),
  (secret, at) => insert(secret, at, "\n> "),
];
const IN_TOKENS: readonly Hide[] = [
  (secret, at) => insert(secret, at, "\n"),
  (secret, at) => insert(secret, at, "\r\n    "),
  (secret, at) => `"${insert(secret, at, '" +\n  "')}"`,
  (secret) => secret.replace("A", "\u0410").replace("o", "\u043e").replace("e", "\u0435"),
];
const IN_MAILS: readonly Hide[] = [
  (secret) => secret.replace("a", "\u0430").replace("o", "\u043e"),
  (secret) => secret.replace("@", "&commat;"),
  (secret) => secret.replace("@", "%40"),
  (secret) => secret.replace("@", "@\n"),
  (secret) => secret.replace("@", " [at] ").replace(/\.(?=\w+$)/, " [dot] "),
];

const hidden = (secrets: fc.Arbitrary<string>, ways: readonly Hide[]): fc.Arbitrary<PlantedSecret> =>
  fc
    .tuple(secrets, fc.constantFrom(...EVERYWHERE, ...ways), fc.nat(1000))
    .map(([secret, hide, at]) => ({ secret, text: hide(secret, at) }));

/** Cards, account numbers, keys and mail addresses in every form that the detectors promise to see through. */
export const plantedSecret: fc.Arbitrary<PlantedSecret> = fc.oneof(
  hidden(numbers, IN_NUMBERS),
  hidden(tokens, IN_TOKENS),
  hidden(mails, IN_MAILS),
);

const talk = fc.constantFrom(
  "Hello, could you look at this?",
  "We met on Tuesday in the old office and went through the list.",
  "Use version 12.4.1, please.",
  "The total is 1,240.50 for 3 items.",
  "Here it is:",
  "- first\n- second",
  "```js\nconst answer = 42;\n```",
  "Danke, bis morgen!",
  "PERSON_1 and EMAIL_2 are only words here.",
  '{"name": "value", "list": [1, 2, 3]}',
);

/** Turns of a conversation with what was planted in them. */
export const plantedConversation: fc.Arbitrary<{ texts: string[]; planted: PlantedSecret[] }> = fc
  .array(fc.array(fc.tuple(talk, plantedSecret), { maxLength: 2 }), { minLength: 1, maxLength: 3 })
  .map((turns) => ({
    texts: turns.map((parts) => parts.map(([words, { text }]) => `${words} ${text} \nBye.`).join("\n\n")),
    planted: turns.flat().map(([, secret]) => secret),
  }));
