import { passesIban, passesLuhn } from "./checksums";
import { passesRouting } from "./national-checksums";
import { compact, countDigits, type Pattern, SEPARATOR } from "./pattern";

/** Lengths by issuer, so that one random number in ten is not taken for a card because its sum fits. */
const CARD_SHAPE =
  /^(?:4(?:\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6\d{15,18}|5[06-8]\d{14})$/;

function isCardNumber(digits: string): boolean {
  return CARD_SHAPE.test(digits) && passesLuhn(digits);
}

/** The longest start of `match` that is accepted once separators are gone, tried at each end of a group or character. */
function longestStart(
  match: string,
  shortest: number,
  accepts: (compacted: string) => boolean,
  /** What must not go on right behind it. */
  more?: RegExp,
): string | null {
  for (let end = match.length; end >= shortest; end--) {
    const start = match.slice(0, end);
    if (!/[A-Z0-9]$/i.test(start) || more?.test(match.charAt(end))) continue;
    if (accepts(compact(start))) return start;
  }
  return null;
}

/** The longest start of whole groups that has the digits of a number (ITU-T E.164: fifteen at most). */
function internationalPhone(match: string): string | null {
  const fewest = match.startsWith("+") ? 8 : 10;
  for (let end = match.length; end > 0; end--) {
    const isEndOfGroup = end === match.length || /[ ./-]/.test(match[end] ?? "");
    if (!isEndOfGroup || !/[\d)]/.test(match[end - 1] ?? "")) continue;
    const digits = countDigits(match.slice(0, end));
    if (digits < fewest) return null;
    if (digits <= 15) return match.slice(0, end);
  }
  return null;
}

/** Lengths of IBANs by country (ISO 13616 registry). */
const IBAN_LENGTHS = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 " +
    "FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 " +
    "LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 " +
    "RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

function isIban(compacted: string): boolean {
  const isLong = compacted.length === IBAN_LENGTHS.get(compacted.slice(0, 2));
  // Words in a row may pass the check; no account number is so poor in digits.
  return isLong && countDigits(compacted) * 3 > compacted.length && passesIban(compacted);
}

function isIpv6(text: string): boolean {
  const groups = text.split(":");
  const shortened = text.includes("::");
  if (text.indexOf("::") !== text.lastIndexOf("::") || /:::/.test(text)) return false;
  const filled = groups.filter((group) => group !== "").length;
  return shortened ? filled <= 7 && filled >= 3 : groups.length === 8 && filled === 8;
}

/** The part before the ending must not be a number alone: `name@2.0.beta` is a version. */
const isMailDomain = (match: string): boolean => /\p{L}[\p{L}\p{N}-]*\.\p{L}+$/u.test(match);

const CREDENTIAL_IN_QUERY =
  /[?&#;](?:access[_-]?token|auth(?:[_-]?token)?|token|api[_-]?key|apikey|key|secret|client[_-]?secret|sig|signature|x-amz-signature|x-goog-signature|password|passwd|pwd|pass|session(?:[_-]?id)?|sid|jwt|code|credential)=[^&#\s]{6,}/i;
/** Services where the path itself is the key. */
const CREDENTIAL_IN_PATH =
  /^https?:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d|[\w.-]*webhook\.office\.com\/webhookb2\/|api\.telegram\.org\/bot\d|hooks\.zapier\.com\/hooks\/catch\/|chat\.googleapis\.com\/v1\/spaces\/[^?]+\?key=|[0-9a-f]{32}@[\w.-]*sentry\.io\/)/i;
const PROFILE =
  /^https?:\/\/(?:www\.|m\.|mobile\.)?(?:twitter\.com|x\.com|instagram\.com|facebook\.com|t\.me|tiktok\.com|threads\.net|snapchat\.com\/add|linkedin\.com\/in|github\.com|gitlab\.com|reddit\.com\/u(?:ser)?|medium\.com|youtube\.com)\/@?[\w.-]{2,40}\/?$/i;

const hasCredential = (match: string): boolean =>
  CREDENTIAL_IN_QUERY.test(match) || CREDENTIAL_IN_PATH.test(match);
/** The device itself, no address and masks of networks. */
const tellsAMachine = (match: string): boolean => !/^(?:127\.|0\.0\.0\.0$|255\.)/.test(match);
const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>"')\]]{1,2000}/gi;

const SOCIAL =
  /\b(?:twitter|tweet\w*|x\.com|instagram|insta|ig|tiktok|telegram|threads|bluesky|bsky|mastodon|snapchat|discord|twitch|youtube|github|linkedin|facebook|reddit|handle|username|user name|follow(?:ed|ing|s)?|dm(?:ed)? |dms|tagged|socials?|konto|benutzername)\b/i;

const BIRTH_WORDS =
  "born(?: on)?|date of birth|birth ?date|d\\.?o\\.?b\\.?|birthday(?: is)?|geboren(?: am)?|geb\\.|geburtsdatum|geburtstag|née? le|date de naissance|nacid[oa] el|fecha de nacimiento|nat[oa] il|data di nascita|data de nascimento|geboortedatum|geboren op|född|født|data urodzenia|syntynyt";
const DAY =
  "\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}|\\d{1,2}[./ -]\\p{L}{3,9}[./ -]\\d{2,4}|\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of |de )?\\p{L}{3,12}\\.?,?(?: de)? \\d{4}|\\p{L}{3,12}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{4}年\\d{1,2}月\\d{1,2}日|\\d{8}";

const NAME = "(?:\\p{Lu}[\\p{L}'’.-]{0,24}|\\d{1,3}(?:st|nd|rd|th))";
const ENGLISH_STREET =
  "(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Terrace|Square|Sq|Crescent|Close|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Row|Mews|Gardens|Grove|Hill)";
const STATE =
  "(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])";
const UNIT = "(?:,? ?(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Room|#)\\.? ?#?\\w{1,6})?";
/** What may follow a street: towns with their codes, up to three parts. */
const TOWN = `(?:,? ?\\n? ?(?:${NAME}(?: ${NAME}){0,2},? )?(?:${STATE} \\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|(?:[A-Z]{1,2}-)?\\d{4,5} ${NAME}(?: ${NAME})?)(?![\\w]))?`;
/** Words before a number and a year. */
const NO_STREET =
  "(?:Jan(?:uary?)?|Feb(?:ruary?)?|Mar(?:ch)?|März|Apr(?:il)?|Ma[yi]|Jun[ei]?|Jul[yi]?|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?|Fig(?:ure)?|Table|Page|Chapter|Section|Vol(?:ume)?|No|Issue|Version|Order|Directive|Resolution|Act|Law)\\.? ";
const addressOf = (street: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${street}${UNIT}${TOWN}`, "gu");

/** What leads to a person, an account or a machine. Order matters: at equal length the earlier pattern wins. */
export const CONTACT_PATTERNS: readonly Pattern[] = [
  {
    label: "url-with-credentials",
    score: 0.98,
    needs: "://",
    expression: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,100}:[^\s/@]{1,100}@[^\s<>"')\]]{1,2000}/gi,
  },
  {
    label: "url-with-credentials",
    score: 0.95,
    needs: "://",
    expression: URL_IN_TEXT,
    accept: hasCredential,
  },
  {
    label: "email",
    score: 0.98,
    needs: "@",
    expression:
      /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}(?:[ \t]{0,2}\r?\n[ \t>]{0,4})?@(?:[ \t]{0,2}\r?\n[ \t>]{0,4})?(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{1,24}/gu,
    accept: isMailDomain,
  },
  {
    label: "email",
    score: 0.85,
    expression:
      /[\w.+-]{1,64} ?[[({<] ?(?:at|@|ät) ?[\])}>] ?[\w-]{1,63}(?: ?(?:[[({<] ?(?:dot|punkt|\.) ?[\])}>]|\.) ?[\w-]{2,63}){1,4}/gi,
  },
  {
    label: "email",
    score: 0.8,
    expression:
      /\b[\w.+-]{2,64} at [\w-]{2,63} dot (?:[\w-]{2,63} dot )?(?:com|org|net|edu|gov|io|co|de|uk|fr|eu|info|ch|at)\b/gi,
  },
  {
    label: "handle",
    score: 0.85,
    needs: "://",
    expression: URL_IN_TEXT,
    accept: (match) => PROFILE.test(match),
  },
  { label: "url", score: 0.7, needs: "://", expression: URL_IN_TEXT },
  {
    label: "iban",
    score: 0.99,
    expression: new RegExp(
      `(?<![A-Za-z0-9_]|[A-Za-z0-9]-)[A-Za-z](?:[ \\t]{0,8}\\r?\\n[ \\t>|*]{0,8})?[A-Za-z]${SEPARATOR}\\d${SEPARATOR}\\d(?:${SEPARATOR}[A-Za-z0-9]){11,30}`,
      "g",
    ),
    narrow: (match) => longestStart(match, 15, isIban),
  },
  {
    label: "card-number",
    score: 0.97,
    expression: new RegExp(`(?<!\\d|\\d\\.)[2-6](?:${SEPARATOR}\\d){12,24}`, "g"),
    narrow: (match) => (/^\d\.\d+$/.test(match) ? null : longestStart(match, 13, isCardNumber, /\d/)),
  },
  {
    label: "ip-address",
    score: 0.9,
    expression:
      /(?<![\d.]|(?:sections?|versions?|chapter|release|clause|build|revision|rev|figure|paragraph|abschnitt|kapitel|\bv|§)\.? ?)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/gi,
    accept: tellsAMachine,
  },
  {
    label: "ip-address",
    score: 0.85,
    expression: /(?<![\w.])(?:\d{1,3} ?(?:\[\.\]|\(\.\)|\[dot\]) ?){3}\d{1,3}(?![\w.])/g,
  },
  {
    label: "mac-address",
    score: 0.9,
    expression:
      /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b|\b[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}\b/gi,
  },
  {
    label: "ip-address",
    score: 0.9,
    needs: ":",
    expression: /(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi,
    accept: isIpv6,
  },
  {
    label: "crypto-address",
    score: 0.98,
    expression: /\b(?:bc1[ac-hj-np-z02-9]{25,62}|0x[0-9a-fA-F]{40})\b/g,
  },
  {
    label: "crypto-address",
    score: 0.85,
    expression:
      /\b(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|[LM][1-9A-HJ-NP-Za-km-z]{26,33}|T[1-9A-HJ-NP-Za-km-z]{33})\b/g,
    context: /\b(?:bitcoin|btc|litecoin|ltc|tron|trx|usdt|wallet|crypto|address|blockchain)\b/i,
    accept: (match) => /[a-z]/.test(match) && /[A-Z]/.test(match) && /\d/.test(match),
  },
  {
    label: "bank-account",
    score: 0.8,
    expression:
      /\b(?:(?:bank )?account|acct|a\/c|konto(?:nummer|nr\.?)?|compte|cuenta|conto)(?: (?:number|no\.?|num|nr\.?))?\.?\s?[:#]?\s{0,3}(?:is )?(?<value>\d(?:[ -]?\d){5,17})(?!\d)/gi,
  },
  {
    label: "bank-account",
    score: 0.85,
    expression: /(?<!\d)\d{9}(?!\d)/g,
    context: /\b(?:routing|aba|rtn)\b/i,
    accept: passesRouting,
  },
  {
    label: "bank-account",
    score: 0.85,
    expression: /(?<!\d)\d{2}[- ]?\d{2}[- ]?\d{2}(?!\d)/g,
    context: /\bsort code\b/i,
  },
  {
    label: "date-of-birth",
    score: 0.85,
    expression: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${BIRTH_WORDS})(?![\\p{L}\\p{N}])["']?[\\s:=*|(]{0,6}["']?(?:is |was |on |the |am ){0,2}(?<value>${DAY})(?!\\d)`,
      "giu",
    ),
  },
  {
    label: "date-of-birth",
    score: 0.85,
    expression:
      /(?:出生日期|生年月日|تاريخ الميلاد|дата рождения)[\s::]{0,4}(?<value>[\d年月日./-]{6,12})/giu,
  },
  {
    label: "phone",
    score: 0.8,
    expression: /(?<![\w.+/-])(?:\+|(?<!\d )00)[1-9]\d{0,2}(?:[ ./-]{0,2}\(?\d{1,4}\)?){2,6}(?![\w-])/g,
    narrow: internationalPhone,
  },
  {
    label: "phone",
    score: 0.7,
    expression:
      /(?<![\w.+/-])(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\w-])/g,
  },
  {
    label: "phone",
    score: 0.65,
    expression: /(?<![\w.+/-]|\d )(?:\(0\d{1,4}\) ?|0\d{1,4}[ /-])\d{3,4}(?:[ -]?\d{2,5}){1,3}(?![\w-])/g,
    accept: (match) => countDigits(match) >= 9 && countDigits(match) <= 13,
  },
  {
    label: "phone",
    score: 0.7,
    expression: /(?<![\w.+/-]|\d )0[1-9](?:[ .-]\d{2}){4}(?![\w-]| \d)/g,
  },
  { label: "phone", score: 0.5, expression: /(?<![\w.+/-]|\d )0[1-9]\d{8,9}(?![\w-]| \d)/g },
  {
    label: "phone",
    score: 0.75,
    expression:
      /(?<![\p{L}\p{N}])(?:tel|telephone|phone|mobile|mob|cell|fax|call|ring|text|whatsapp|signal|sms|telefon(?:nummer)?|handy(?:nummer)?|mobil|téléphone|portable|teléfono|móvil|telefono|cellulare|telefone|telefoon|numer|puhelin|телефон|電話|电话|هاتف|contact|number)(?![\p{L}\p{N}])(?: (?:number|no|nr|nummer|is))?\.?["']?[\s:=|*#]{0,6}["']?(?:me |us |him |her |them )?(?:at |on |is |under |unter ){0,2}(?<value>\(?\+?0?\d{2,5}\)?(?:[ ./-]{0,3}\(?\d{2,5}\)?){1,5}(?: ?(?:x|ext\.?) ?\d{1,6})?)(?!\d)/giu,
    accept: (match) =>
      countDigits(match) >= 7 && countDigits(match) <= 15 && !/^(?:19|20)\d\d[-/.]\d\d[-/.]\d\d$/.test(match),
  },
  {
    label: "phone",
    score: 0.75,
    expression: /(?<!\d)1[3-9]\d{9}(?!\d)/g,
    context: /(?:手机|电话|微信|wechat|phone|mobile|call)/i,
  },
  {
    label: "handle",
    score: 0.99,
    needs: "@",
    expression: /(?<![\w@./])@[A-Za-z0-9_][\w.-]{1,30}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\b/gi,
  },
  { label: "handle", score: 0.9, needs: ".bsky.social", expression: /@?[a-z0-9-]{2,40}\.bsky\.social\b/gi },
  {
    label: "handle",
    score: 0.75,
    needs: "@",
    expression: /(?<![\w@./])@[A-Za-z0-9_][A-Za-z0-9_.]{1,30}(?![\w/@(])/g,
    context: SOCIAL,
  },
  {
    label: "handle",
    score: 0.8,
    expression: /(?<![\w#])[A-Za-z0-9_.]{2,32}#\d{4}(?!\d)/g,
    context: /\bdiscord\b/i,
  },
  {
    label: "street-address",
    score: 0.8,
    expression: addressOf(
      `\\d{1,5}[A-Za-z]?(?:-\\d{1,4})? (?!Supreme|Superior|Olympic|World)(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\\.? )?(?:${NAME} ){1,4}${ENGLISH_STREET}\\b\\.?`,
    ),
  },
  {
    label: "street-address",
    score: 0.8,
    expression: addressOf(
      "\\p{Lu}[\\p{L}-]{1,30}(?:straße|strasse|str\\.|gasse|allee|damm|ufer|steig|platz|weg|(?<=[\\p{L}-]{4}[dklnrst])ring|straat|laan|gracht|kade|plein|gatan|vägen|vej|katu) \\d{1,4} ?[a-zA-Z]?(?:[-/]\\d{1,3}){0,3}(?![\\p{L}\\p{N}])",
    ),
  },
  {
    label: "street-address",
    score: 0.8,
    expression: addressOf(
      "(?:\\p{Lu}[\\p{L}-]{1,30}[- ]){1,3}(?:Straße|Strasse|Str\\.|Gasse|Allee|Platz|Weg|Ring|Damm|Ufer) \\d{1,4} ?[a-zA-Z]?(?![\\p{L}\\p{N}])",
    ),
  },
  {
    label: "street-address",
    score: 0.8,
    expression: addressOf(
      "\\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|boulevard|allée|place|chemin|impasse|quai|cours|route) (?:(?:de|du|des|la|le|les|l['’]|d['’]) ?){0,3}(?:\\p{L}[\\p{L}'’-]{0,24} ?){1,4}",
    ),
  },
  {
    label: "street-address",
    score: 0.8,
    expression: addressOf(
      "(?:Calle|C/|Avenida|Avda\\.?|Plaza|Paseo|Carrer|Via|Viale|Piazza|Corso|Largo|Rua|Travessa|ul\\.|ulica|al\\.) ?(?:(?:de|del|la|el|los|las|di|della|dei|da|do|dos) ){0,3}(?:\\p{Lu}[\\p{L}'’.-]{0,24} ?(?:de |del |della )?){1,4},? ?(?:n[º°.]? ?)?\\d{1,4}(?:/\\d{1,4})?(?![\\p{L}\\p{N}])",
    ),
  },
  {
    label: "street-address",
    score: 0.75,
    expression: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:(?!${NO_STREET})${NAME} ){1,4}\\d{1,4} ?[a-z]?(?:/\\d{1,3}){0,2},? ?\\n?(?:[A-Z]{1,2}-)?\\d{4,5} ${NAME}(?![\\p{L}\\p{N}])`,
      "gu",
    ),
  },
  {
    label: "street-address",
    score: 0.85,
    expression: /\bP\.? ?O\.? ?Box \d{1,6}\b|\bPostfach \d[\d ]{1,8}\d/gi,
  },
  {
    label: "street-address",
    score: 0.7,
    expression: /\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-HJKSTUW\d]? \d[ABD-HJLNP-UW-Z]{2})\b/g,
  },
  {
    label: "street-address",
    score: 0.75,
    expression: /\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d\b/g,
  },
  {
    label: "street-address",
    score: 0.7,
    expression: new RegExp(`\\b${STATE},? \\d{5}(?:-\\d{4})?(?![\\w-])`, "g"),
  },
  {
    label: "street-address",
    score: 0.7,
    expression:
      /\b(?:zip(?: ?code)?|post ?code|postal code|plz|code postal)\b[\s:]{0,3}(?:is )?(?<value>[A-Z0-9][A-Z0-9 -]{2,8}\d[A-Z]{0,2})\b/gi,
  },
];
