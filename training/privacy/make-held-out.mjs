/**
 * Writes the set on which the detectors of private text are judged: node training/privacy/make-held-out.mjs
 *
 * The sentences were written after the detectors and are never used to improve them; the values are drawn with a fixed
 * seed, with check digits computed here and not by the app's code. Half of the lines hold nothing private but what
 * looks like it.
 */
import { writeFileSync } from "node:fs";

const LINES_A_TEMPLATE = 12;
let state = 20261126;

/** Mulberry32. */
function next() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const upTo = (count) => Math.floor(next() * count);
const one = (list) => list[upTo(list.length)];
const many = (count, alphabet) => Array.from({ length: count }, () => one([...alphabet])).join("");
const digits = (count) => many(count, "0123456789");
const two = (number) => String(number).padStart(2, "0");
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const BASE62 = `${LOWER}${UPPER}0123456789`;
const HEXADECIMAL = "0123456789abcdef";
const weighted = (text, weights) =>
  weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
/** The digit that makes `isRight`. */
const closing = (body, isRight) => {
  const check = [..."0123456789"].find((digit) => isRight(body + digit));
  return check === undefined ? null : body + check;
};
/** Draws until there is one. */
const until = (draw) => {
  for (let tries = 0; tries < 1000; tries++) {
    const value = draw();
    if (value !== null) return value;
  }
  throw new Error("no value");
};

function luhn(text) {
  return (
    [...text]
      .reverse()
      .reduce(
        (sum, digit, index) => sum + (index % 2 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit] : Number(digit)),
        0,
      ) %
      10 ===
    0
  );
}
const grouped = (text, sizes, sign) => {
  const parts = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(text.slice(at, at + size));
    at += size;
  }
  return parts.join(sign);
};

const FIRST = [
  "mira",
  "jonas",
  "aiko",
  "tomasz",
  "fatima",
  "oleg",
  "greta",
  "samuel",
  "priya",
  "lucia",
  "henrik",
  "zeynep",
];
const LAST = [
  "albrecht",
  "okonkwo",
  "tanaka",
  "lindqvist",
  "moreau",
  "castillo",
  "novak",
  "haddad",
  "brannigan",
  "sorensen",
];
const HOSTS = [
  "fernweh",
  "northgate",
  "lakeside-clinic",
  "posteo",
  "acme-tools",
  "uni-graz",
  "tallgrass",
  "mailbox",
];
const ENDINGS = ["com", "org", "net", "de", "co.uk", "at", "io", "fr", "edu", "app"];

const birthday = () => ({ year: 1935 + upTo(75), month: 1 + upTo(12), day: 1 + upTo(28) });
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const cards = {
  visa: () => closing(`4${digits(14)}`, luhn),
  mastercard: () => closing(`5${1 + upTo(5)}${digits(13)}`, luhn),
  amex: () => closing(`37${digits(12)}`, luhn),
  discover: () => closing(`6011${digits(11)}`, luhn),
};

function iban(country, account) {
  const numeric = [...`${account}${country}00`].map((sign) => Number.parseInt(sign, 36)).join("");
  return `${country}${two(98n - (BigInt(numeric) % 97n))}${account}`;
}

function verhoeff(text) {
  const dihedral = (a, b) =>
    a < 5 ? (b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5) : b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5;
  const permute = (digit, times) => {
    let value = digit;
    for (let time = 0; time < times; time++) value = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][value];
    return value;
  };
  return (
    [...text]
      .reverse()
      .reduce((check, digit, index) => dihedral(check, permute(Number(digit), index % 8)), 0) === 0
  );
}

const ids = {
  usSocialSecurity: () =>
    `${one(["123", "219", "457", "536", "608"])}-${two(1 + upTo(99))}-${1000 + upTo(9000)}`,
  britishNino: () =>
    `${one(["AB", "CE", "JG", "PW", "SX"])}${one(["", " "])}${grouped(digits(6), [2, 2, 2], one(["", " "]))}${one(["", " "])}${one(["A", "B", "C", "D"])}`,
  nhs: () =>
    grouped(
      until(() => closing(digits(9), (text) => weighted(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0)),
      [3, 3, 4],
      " ",
    ),
  french: () => {
    const { year, month } = birthday();
    const body = `${1 + upTo(2)}${two(year % 100)}${two(month)}${two(1 + upTo(95))}${digits(6)}`;
    return grouped(body + two(97n - (BigInt(body) % 97n)), [1, 2, 2, 2, 3, 3, 2], one(["", " "]));
  },
  spanish: () => {
    const number = digits(8);
    return number + "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23];
  },
  pesel: () => {
    const { year, month, day } = birthday();
    const coded = month + (year >= 2000 ? 20 : 0);
    return closing(
      `${two(year % 100)}${two(coded)}${two(day)}${digits(4)}`,
      (text) => weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    );
  },
  swedish: () => {
    const { year, month, day } = birthday();
    const ten = closing(`${two(year % 100)}${two(month)}${two(day)}${digits(3)}`, luhn);
    return `${ten.slice(0, 6)}-${ten.slice(6)}`;
  },
  swiss: () =>
    grouped(
      closing(
        `756${digits(9)}`,
        (text) => weighted(text, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
      ),
      [3, 4, 4, 2],
      ".",
    ),
  belgian: () => {
    const { month, day } = birthday();
    const body = `${two(40 + upTo(60))}${two(month)}${two(day)}${digits(3)}`;
    return `${grouped(body.slice(0, 6), [2, 2, 2], ".")}-${body.slice(6)}.${two(97 - (Number(body) % 97))}`;
  },
  brazilian: () =>
    until(() => {
      const body = digits(9);
      const first = closing(
        body,
        (text) => ((weighted(text, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10 === Number(text[9]),
      );
      const whole =
        first &&
        closing(
          first,
          (text) => ((weighted(text, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10 === Number(text[10]),
        );
      return whole && `${grouped(whole.slice(0, 9), [3, 3, 3], ".")}-${whole.slice(9)}`;
    }),
  aadhaar: () => grouped(closing(`${2 + upTo(8)}${digits(10)}`, verhoeff), [4, 4, 4], " "),
  canadian: () => grouped(closing(`${1 + upTo(7)}${digits(7)}`, luhn), [3, 3, 3], one([" ", "-", ""])),
  dutch: () =>
    until(() => closing(`1${digits(7)}`, (text) => weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0)),
  passport: () => `${many(2, UPPER)}${digits(7)}`,
};

const street = {
  english: () =>
    `${1 + upTo(400)} ${one(["Larkspur", "Old Mill", "Cedar", "Wellington", "St James"])} ${one(["Road", "Street", "Lane", "Avenue", "Drive", "Court"])}`,
  american: () =>
    `${100 + upTo(9000)} ${one(["Maple", "Juniper", "Sunset", "Franklin"])} ${one(["St", "Ave", "Blvd", "Dr"])}, ${one(["Austin, TX", "Portland, OR", "Dayton, OH"])} ${10000 + upTo(80000)}`,
  german: () =>
    `${one(["Lindenstraße", "Goethestr.", "Am Alten Markt", "Mozartgasse", "Bergweg"])} ${1 + upTo(150)}, ${one(["8010 Graz", "04109 Leipzig", "6020 Innsbruck"])}`,
  french: () =>
    `${1 + upTo(90)} rue ${one(["Victor Hugo", "des Lilas", "de la République"])}, ${one(["69002 Lyon", "33000 Bordeaux"])}`,
  spanish: () => `${one(["Calle Mayor", "Avenida de la Constitución", "Plaza España"])} ${1 + upTo(90)}`,
};

/** What can be planted: a class, and how a value is drawn. */
const VALUES = {
  email: [
    "email",
    () =>
      `${one(FIRST)}${one([".", "_", "", "-"])}${one(LAST)}${one(["", String(upTo(99))])}@${one(HOSTS)}.${one(ENDINGS)}`,
  ],
  emailSpelt: [
    "email",
    () =>
      `${one(FIRST)} ${one(["(at)", "[at]"])} ${one(HOSTS)} ${one(["(dot)", "[dot]"])} ${one(["com", "org", "de"])}`,
  ],
  phoneWorld: [
    "phone",
    () =>
      one([
        () => `+49 ${one(["30", "89", "151"])} ${digits(7)}`,
        () => `+1 ${200 + upTo(700)}-${200 + upTo(700)}-${digits(4)}`,
        () => `+43 664 ${digits(3)} ${digits(4)}`,
        () => `0033 6 ${grouped(digits(8), [2, 2, 2, 2], " ")}`,
        () => `+91 9${digits(4)} ${digits(5)}`,
      ])(),
  ],
  phoneAtHome: [
    "phone",
    () =>
      one([
        () => `(${200 + upTo(700)}) ${200 + upTo(700)}-${digits(4)}`,
        () => `07${digits(3)} ${digits(6)}`,
        () => `0${one(["1", "6", "7"])} ${grouped(digits(8), [2, 2, 2, 2], " ")}`,
        () => `0${one(["316", "664", "221"])}/${digits(6)}`,
      ])(),
  ],
  phoneBare: ["phone", () => `0${digits(9)}`],
  card: ["card-number", () => one(Object.values(cards))()],
  cardGrouped: [
    "card-number",
    () => grouped(one([cards.visa, cards.mastercard, cards.discover])(), [4, 4, 4, 4], one([" ", "-"])),
  ],
  iban: [
    "iban",
    () =>
      one([
        () => iban("DE", digits(18)),
        () => iban("AT", digits(16)),
        () => iban("FR", `${digits(10)}${many(11, `${UPPER}0123456789`)}${digits(2)}`),
        () => iban("GB", `${many(4, UPPER)}${digits(14)}`),
        () => iban("NL", `${many(4, UPPER)}${digits(10)}`),
      ])(),
  ],
  ibanGrouped: ["iban", () => iban("DE", digits(18)).replace(/(.{4})(?=.)/g, "$1 ")],
  account: ["bank-account", () => digits(8 + upTo(3))],
  ip: ["ip-address", () => `${1 + upTo(222)}.${upTo(256)}.${upTo(256)}.${1 + upTo(254)}`],
  ipv6: [
    "ip-address",
    () =>
      `2001:${many(4, HEXADECIMAL)}:${many(4, HEXADECIMAL)}:${many(3, HEXADECIMAL)}::${many(4, HEXADECIMAL)}`,
  ],
  mac: ["mac-address", () => grouped(many(12, HEXADECIMAL), [2, 2, 2, 2, 2, 2], one([":", "-"]))],
  token: [
    "secret",
    () =>
      one([
        () => `ghp_${many(36, BASE62)}`,
        () => `AKIA${many(16, `${UPPER}234567`)}`,
        () => `sk-proj-${many(80, BASE62)}`,
        () => `sk_live_${many(24, BASE62)}`,
        () => `xoxb-${digits(12)}-${digits(13)}-${many(24, BASE62)}`,
        () => `AIza${many(35, BASE62)}`,
        () => `hf_${many(34, BASE62)}`,
        () => `glpat-${many(20, BASE62)}`,
        () => `SG.${many(22, BASE62)}.${many(43, BASE62)}`,
        () => `npm_${many(36, BASE62)}`,
      ])(),
  ],
  password: [
    "secret",
    () =>
      `${one(["Sommer", "blue", "Kestrel", "tiger"])}${one(["!", "#", "$"])}${digits(4)}${one(["", "x", "Q"])}`,
  ],
  hexKey: ["secret", () => many(32, HEXADECIMAL)],
  loginUrl: [
    "url-with-credentials",
    () =>
      `${one(["https", "postgres", "amqp", "ftp"])}://${one(FIRST)}:${many(10, BASE62)}@${one(HOSTS)}.${one(ENDINGS)}/${one(["db", "files", "v2"])}`,
  ],
  keyUrl: [
    "url-with-credentials",
    () =>
      `https://api.${one(HOSTS)}.${one(ENDINGS)}/v1/items?${one(["access_token", "api_key", "sig"])}=${many(24, BASE62)}`,
  ],
  url: [
    "url",
    () =>
      `https://${one(["www.", ""])}${one(HOSTS)}.${one(ENDINGS)}/${one(["about", "news/42", "help?page=2"])}`,
  ],
  birth: [
    "date-of-birth",
    () => {
      const { year, month, day } = birthday();
      return one([
        `${year}-${two(month)}-${two(day)}`,
        `${two(day)}.${two(month)}.${year}`,
        `${day} ${MONTHS[month - 1]} ${year}`,
        `${two(month)}/${two(day)}/${year}`,
      ]);
    },
  ],
  handle: ["handle", () => `@${one(FIRST)}${one(["_", ""])}${one(LAST)}${one(["", String(upTo(90))])}`],
  wallet: [
    "crypto-address",
    () =>
      one([
        () => `0x${many(40, HEXADECIMAL)}`,
        () => `bc1q${many(38, "023456789acdefghjklmnpqrstuvwxyz")}`,
      ])(),
  ],
  ...Object.fromEntries(Object.entries(ids).map(([name, draw]) => [name, ["national-id", draw]])),
  ...Object.fromEntries(
    Object.entries(street).map(([name, draw]) => [`${name}Street`, ["street-address", draw]]),
  ),
};

const PRIVATE = [
  "Forwarding this to {email} because the other inbox is full.",
  "Attendees: {email}; {email} (optional)",
  "git config user.email {email}",
  '{\n  "contact": "{email}"\n}',
  "Anmeldung bis Freitag an {email}!",
  "reach me: {emailSpelt}",
  "Our Lisbon office picks up on {phoneWorld} until five.",
  "{phoneWorld} (ask for Henrik)",
  "The plumber's {phoneAtHome}, he is quick.",
  "Notfallnummer: {phoneAtHome}",
  "text {phoneBare} when you arrive",
  "The hotel wants a card: {cardGrouped}, name as in the passport.",
  "card_number={card}&exp=0528",
  "Lost card ending as in {card}, please block it",
  "Carte bancaire {cardGrouped}",
  "Deposit goes to {iban} within ten days.",
  "Kontoverbindung\n{ibanGrouped}\nVerwendungszweck 7",
  "iban,amount\n{iban},20.00",
  "Checking account {account}, opened in 2012.",
  "ssh admin@{ip} -p 2222",
  '{ip} - - [26/Nov/2026:02:11:07] "GET / HTTP/1.1" 200 512',
  "AAAA {ipv6}",
  "The camera ({mac}) is offline again.",
  "token: {token}",
  'Why does this fail?\n```\nclient = Client("{token}")\n```',
  "Authorization: Bearer {token}",
  "my old password was {password}, please reset it",
  "Das Gästenetz heißt Lux, hinein kommt man mit {password}.",
  "password={password}",
  "secret: {hexKey}",
  "The service connects with {loginUrl} at night.",
  "Open {keyUrl} and save the file.",
  "Read {url} first.",
  "Date of birth {birth}",
  "The twins were born {birth} in Graz.",
  "née le {birth}",
  "Birth date on the form: {birth}",
  "My Telegram is {handle}, write any time.",
  "Donations: {wallet}",
  "The clerk typed {usSocialSecurity} into the box.",
  "National Insurance: {britishNino}",
  "NHS number on the wristband: {nhs}",
  "N° de sécurité sociale {french}",
  "NIF/DNI: {spanish}",
  "legitymacja, {pesel}",
  "Kunden {swedish} har flyttat.",
  "Versichertennummer {swiss} (Schweiz)",
  "rijksregisternummer {belgian}",
  "CPF do comprador: {brazilian}",
  "KYC done with {aadhaar}",
  "Social insurance number (Canada) {canadian}",
  "burgerservicenummer {dutch}",
  "He renewed his passport, {passport}, in June.",
  "The keys are at {englishStreet}, under the pot.",
  "Ship to: {americanStreet}",
  "Treffpunkt {germanStreet}, Hinterhof",
  "Livraison : {frenchStreet}",
  "La oficina está en {spanishStreet}.",
];

/** What only looks private. `#` is a digit, `@a` a letter, `@x` a hexadecimal digit. */
const HARMLESS = [
  "Requires Node ##.##.# or newer, tested with 2#.#.#.",
  "978-0-##-######-# is the paperback",
  "Your order no. ########## will arrive on Monday.",
  "PO 45000#####, line ##, qty ###",
  "Total: $1,###.##, of which VAT 2##.##",
  "git checkout @x@x@x@x@x@x@x && git bisect start",
  "request_id=@x@x@x@x@x@x@x@x-@x@x@x@x-4@x@x@x-b@x@x@x-@x@x@x@x@x@x@x@x@x@x@x@x status=ok",
  "The deadline moved from 2026-0#-1# to 0#/2#/2026.",
  "It took #.## s, ##.# MB and ### requests.",
  "for (let i = 0; i < ###; i++) sum += values[i] * 0.##;",
  "from typing import Optional  # noqa: E###",
  "yarn add @scope/package@^#.##.#",
  "UPDATE stock SET count = ## WHERE sku = '@a@a@a-####';",
  "Between 1 ### and 2 ### people came, said ## of them.",
  "Model @a@a### Mark #, serial range ###-###",
  "In the years 19##, 19## and 20## it rained a lot.",
  "He ran 4## m in ##.## seconds.",
  "Figure #.#.#: heights of ### trees",
  "passwords are hashed, never stored",
  "The secret ingredient is a pinch of salt.",
  "An access token expires after ## minutes.",
  "Train ICE ### from platform ##, coach 2#",
  "color: #@x@x@x@x@x@x; margin: ##px ##px;",
  'etag: W/"@x@x@x@x-@x@x@x@x@x@x@x@x@x@x@x"',
  "odds of ##:#, a score of #-#, set in ##pt",
  "2.7182818284590452353602",
  "Parcel 00340########## is on its way",
  "Mix 2 parts A with # parts B for ## to ## minutes.",
  "HTTP 4## after ### ms, retry in ## s",
  "created_at: 1#########, updated_at: 1############",
  "| ### | ### | ### |\n| --- | --- | --- |\n| #### | #### | #### |",
  "GTIN 0############ and lot @a###",
  "at Object.<anonymous> (/app/index.js:##:##)",
  "@media (min-width: ###px) { .grid { gap: #rem } }",
  "Call the function with ## and it returns ###.",
];

function fill(template) {
  const spans = [];
  let text = "";
  let at = 0;
  for (const { 0: slot, 1: name, index } of template.matchAll(/\{(\w+)\}/g)) {
    const [label, draw] = VALUES[name];
    text += template.slice(at, index);
    const value = draw();
    spans.push({ start: text.length, end: text.length + value.length, label });
    text += value;
    at = index + slot.length;
  }
  return { text: text + template.slice(at), spans };
}

const lines = [];
for (const template of PRIVATE)
  for (let time = 0; time < LINES_A_TEMPLATE; time++) lines.push(fill(template));
const times = Math.round((PRIVATE.length * LINES_A_TEMPLATE) / HARMLESS.length);
for (const template of HARMLESS) {
  for (let time = 0; time < times; time++) {
    const text = template
      .replace(/@x/g, () => one([...HEXADECIMAL]))
      .replace(/@a/g, () => one([...UPPER]))
      .replace(/#/g, () => String(upTo(10)));
    lines.push({ text, spans: [] });
  }
}
writeFileSync(
  new URL("held-out.jsonl", import.meta.url),
  `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`,
);
