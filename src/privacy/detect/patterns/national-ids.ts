import {
  passesDutchCitizenNumber,
  passesFrenchSocialSecurity,
  passesGermanTaxId,
  passesItalianTaxCode,
  passesSpanishId,
  passesUsSocialSecurity,
} from "./checksums";
import {
  passesAadhaar,
  passesArgentinian,
  passesAustralianTax,
  passesAustrian,
  passesBaltic,
  passesBelgian,
  passesBrazilian,
  passesBulgarian,
  passesCanadian,
  passesChilean,
  passesChinese,
  passesCroatian,
  passesCzech,
  passesDanish,
  passesFinnish,
  passesGermanPension,
  passesGreek,
  passesHongKong,
  passesIrish,
  passesIsraeli,
  passesJapanese,
  passesKorean,
  passesMedicare,
  passesMexican,
  passesNewZealandTax,
  passesNhs,
  passesNorwegian,
  passesPesel,
  passesPortuguese,
  passesRomanian,
  passesSingapore,
  passesSouthAfrican,
  passesSwedish,
  passesSwiss,
  passesTaiwanese,
  passesTurkish,
} from "./national-checksums";
import { compact, type Pattern, SEPARATOR } from "./pattern";

/**
 * A number of digits in any grouping. Nothing that is part of a longer number; `/` and letters may stand next to it.
 * @param count how many digits
 * @param joint what may stand between two of them
 */
function digits(count: number, joint: string = SEPARATOR): RegExp {
  return new RegExp(`(?<![\\d.]|\\d[-/])\\d(?:${joint}\\d){${count - 1}}(?![-/.]?\\d)`, "g");
}

/** As written on cards and forms, with these signs; not the plain row of digits. */
function grouped(expression: string): RegExp {
  return new RegExp(`(?<![\\w.]|\\d[-/])${expression}(?![\\w]|[-/.]\\d)`, "g");
}

const id = (
  expression: RegExp,
  score: number,
  passes: (compacted: string) => boolean,
  context?: RegExp,
): Pattern => ({
  label: "national-id",
  expression,
  score,
  accept: (match) => passes(compact(match)),
  ...(context ? { context } : {}),
});

/** Words that tell that some number of a person follows. */
const ANY_ID =
  /\b(?:national (?:id|identity|insurance)|identity (?:card|number|document)|id (?:card|number|no)|identification number|personal (?:id|number|code)|social (?:security|insurance)|tax(?:payer)? (?:id|number|file|identification)|citizen|resident|ssn|sin|nin|tin|nif|cpf|passport|personnummer|personalausweis|ausweis\w*|steuer\w*|sozialversicherung\w*|versicherung\w*|numéro|número|numero|identité|identidad|fiscal\w*|codice)\b/iu;

/** Numbers whose check digits, length or form say enough by themselves, then those that need a word beside them. */
export const NATIONAL_IDS: readonly Pattern[] = [
  // United States
  id(/(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g, 0.9, passesUsSocialSecurity),
  id(/(?<![\d-])9\d{2}-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4}(?![\d-])/g, 0.9, () => true),
  id(digits(9), 0.8, passesUsSocialSecurity, /\b(?:ssn|social security)\b/i),
  // United Kingdom
  id(
    /\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
    0.9,
    () => true,
  ),
  id(digits(10), 0.85, passesNhs, /\b(?:nhs|national health|patient)\b/i),
  id(/\b[A-Z]{2,5}9{0,3}\d[015]\d[0-3]\d\d[A-Z9]{2}\d[A-Z]{2}\b/g, 0.85, (text) => text.length === 16),
  // Germany
  id(/(?<![\d.])[1-9]\d(?: ?\d{3}){3}(?![\d.]*\d)/g, 0.85, passesGermanTaxId),
  id(grouped("\\d{2} ?[0-7]\\d[01]\\d{3} ?[A-Z] ?\\d{3}"), 0.95, passesGermanPension),
  id(
    /\b[CFGHJKLMNPRTVWXYZ](?=[A-Z]{0,7}\d)[CFGHJKLMNPRTVWXYZ0-9]{8}\d?\b/g,
    0.8,
    () => true,
    /\b(?:personalausweis\w*|ausweis\w*|reisepass\w*|pass(?:nummer|port))\b/i,
  ),
  // France, Spain, Italy, Portugal
  id(/\b[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b/g, 0.95, passesFrenchSocialSecurity),
  id(/\b(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ]-?\d{7})[- ]?[A-Z]\b/g, 0.95, passesSpanishId),
  id(
    /\b[A-Z]{6} ?[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2} ?[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b/gi,
    0.97,
    passesItalianTaxCode,
  ),
  id(digits(9), 0.85, passesPortuguese, /\b(?:nif|contribuinte|portugu?[eê]s)\b/iu),
  // Netherlands, Belgium, Switzerland, Austria, Ireland
  id(digits(9), 0.85, passesDutchCitizenNumber, /\b(?:bsn|burgerservice\w*|sofinummer)\b/i),
  id(grouped("\\d{2}\\.\\d{2}\\.\\d{2}[- ]\\d{3}[.-]\\d{2}"), 0.95, passesBelgian),
  id(
    digits(11),
    0.85,
    passesBelgian,
    /\b(?:rijksregister\w*|registre national|national register|nrn|insz|niss)\b/i,
  ),
  id(grouped("756[. ]?\\d{4}[. ]?\\d{4}[. ]?\\d{2}"), 0.97, passesSwiss),
  id(
    digits(10),
    0.85,
    passesAustrian,
    /\b(?:sv(?:nr)?|svnr|sozialversicherung\w*|versicherungsnummer|e-?card)\b/i,
  ),
  id(/\b\d{7}[A-Wa-w][A-IWa-iw]?\b/g, 0.8, passesIrish),
  // North
  id(grouped("(?:19|20)?\\d{6}[-+]\\d{4}"), 0.9, passesSwedish),
  id(digits(12, "[- ]?"), 0.75, passesSwedish, /\b(?:personnummer|personal (?:identity )?number|swedish)\b/i),
  id(digits(10, "[- ]?"), 0.75, passesSwedish, /\b(?:personnummer|personal (?:identity )?number|swedish)\b/i),
  {
    label: "national-id",
    expression: /\b\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]\b/g,
    score: 0.95,
    accept: passesFinnish,
  },
  id(grouped("\\d{6} ?\\d{5}"), 0.85, passesNorwegian),
  id(digits(10, "[- ]?"), 0.8, passesDanish, /\b(?:cpr|personnummer)\b/i),
  // East
  id(grouped("\\d{11}"), 0.75, passesPesel),
  id(grouped("\\d{6}/\\d{4}"), 0.92, passesCzech),
  id(digits(10, "[ /]?"), 0.8, passesCzech, /\b(?:rodn[ée]|birth number)\b/iu),
  id(grouped("[1-9]\\d{12}"), 0.85, passesRomanian),
  id(digits(10, " ?"), 0.85, passesBulgarian, /(?:\b(?:egn|bulgarian)\b|ЕГН)/i),
  id(digits(11, " ?"), 0.85, passesCroatian, /\b(?:oib|croatian)\b/i),
  id(digits(11, " ?"), 0.85, passesGreek, /(?:\bamka\b|ΑΜΚΑ)/i),
  id(digits(11, " ?"), 0.85, passesBaltic, /\b(?:isikukood\w*|asmens|estonian|lithuanian)\b/i),
  id(grouped("[1-9]\\d{10}"), 0.75, passesTurkish),
  id(digits(9, "[- ]?"), 0.8, passesIsraeli, /(?:teudat|israeli|ת\.?ז)/i),
  // Americas
  id(digits(9), 0.85, passesCanadian, /\b(?:sin|nas|social insurance|assurance sociale)\b/i),
  id(grouped("[A-Z]{4}\\d{6}[HMX][A-Z]{5}[A-Z0-9]\\d"), 0.95, passesMexican),
  id(grouped("\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}"), 0.95, passesBrazilian),
  id(grouped("\\d{3}[ .]?\\d{3}[ .]?\\d{3}[- ]?\\d{2}"), 0.75, passesBrazilian),
  id(grouped("\\d{1,2}\\.\\d{3}\\.\\d{3}-[0-9Kk]"), 0.92, passesChilean),
  id(grouped("\\d{7,8}-[0-9Kk]"), 0.8, passesChilean, /\b(?:rut|run)\b/i),
  id(grouped("\\d{2}-\\d{8}-\\d"), 0.92, passesArgentinian),
  // Asia, Africa, Oceania
  id(grouped("[2-9]\\d{3}[ -]\\d{4}[ -]\\d{4}"), 0.85, passesAadhaar),
  id(digits(12), 0.85, passesAadhaar, /\b(?:aadhaa?r|uidai|uid)\b|आधार/i),
  id(
    /\b[A-Z]{3}[PCHFATBLJG][A-Z]\d{4}[A-Z]\b/g,
    0.85,
    () => true,
    /\b(?:pan|permanent account|income tax)\b/i,
  ),
  id(grouped("[1-8]\\d{5} ?(?:19|20)\\d{6} ?\\d{3}[0-9Xx]"), 0.97, passesChinese),
  id(
    grouped("[A-Z][1289]\\d{8}"),
    0.85,
    passesTaiwanese,
    /(?:\b(?:taiwan\w*|id|identity)\b|身分證|統一編號)/i,
  ),
  { label: "national-id", expression: /\b[A-Z]{1,2}\d{6}\([0-9A]\)/g, score: 0.95, accept: passesHongKong },
  id(/\b[A-Z]{1,2}\d{6}[0-9A]\b/g, 0.85, passesHongKong, /\b(?:hkid|hong kong)\b|香港/i),
  id(/\b[STFGM]\d{7}[A-Z]\b/g, 0.92, passesSingapore),
  id(grouped("\\d{6}-[1-8]\\d{6}"), 0.92, passesKorean),
  id(digits(12), 0.85, passesJapanese, /(?:my ?number|マイナンバー|個人番号)/i),
  id(grouped("\\d{13}"), 0.8, passesSouthAfrican),
  id(digits(9), 0.85, passesAustralianTax, /\b(?:tfn|tax file)\b/i),
  id(/(?<!\d)[2-6]\d{3}[ -]?\d{5}[ -]?\d(?:[ /-]?\d)?(?!\d)/g, 0.85, passesMedicare, /\bmedicare\b/i),
  id(/(?<!\d)\d{2,3}[- ]?\d{3}[- ]?\d{3}(?!\d)/g, 0.85, passesNewZealandTax, /\b(?:ird|inland revenue)\b/i),
  {
    label: "national-id",
    expression:
      /\b(?:mrn|medical record|patient|member|policy|insurance|health (?:card|insurance)|versicherten|policen|krankenkassen)[ -]?(?:number|nummer|no\.?|nr\.?|id)?(?: mrn)?\s?[:#]?\s{0,3}(?:is )?(?<value>(?=[A-Z0-9-]{0,16}\d{4})[A-Z0-9][A-Z0-9-]{5,17})\b/giu,
    score: 0.82,
  },
  // Any country, by the words before it
  {
    label: "national-id",
    expression:
      /\b(?:passport|reisepass|passeport|pasaporte|passaporto|paspoort|driver'?s?,? (?:licen[cs]e|id)|driving licen[cs]e|führerschein|licen[cs]e)(?: (?:number|no\.?|nr\.?|nummer|id))?\s?[:#]?\s{0,3}(?:is )?(?<value>(?=[A-Z0-9-]{0,19}\d{2})[A-Z0-9][A-Z0-9-]{4,19})\b/giu,
    score: 0.75,
  },
  {
    label: "national-id",
    expression:
      /\b(?:national (?:id|identity|insurance)|identity (?:card|document)|id card|tax(?:payer)? (?:id|identification)|personal id|personnummer|steuernummer|citizen id)(?: (?:number|no\.?|nr\.?|code))?\s?[:#]?\s{0,3}(?:is )?(?<value>(?=[A-Z0-9./ -]{0,6}\d{3}|[A-Z]{1,3}\d)[A-Z0-9](?:[./ -]?[A-Z0-9]){5,19})(?![A-Z0-9])/giu,
    score: 0.78,
    accept: (match) => (match.match(/\d/g) ?? []).length >= 6,
    context: ANY_ID,
  },
];
