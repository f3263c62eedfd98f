/** Check digits of national numbers. Each takes the number without separators, in capitals, and is total. */

const digitsOf = (text: string): number[] => [...text].map(Number);

const sumOf = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0);

/** Whether a day of the calendar is written there; the year may have two digits. */
function isDay(year: string, month: string, day: string): boolean {
  const [monthNumber, dayNumber] = [Number(month), Number(day)];
  if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1) return false;
  // A year of two digits may be a leap year in one of the centuries.
  const leapYear =
    year.length === 2 ? Number(year) % 4 === 0 : new Date(Number(year), 1, 29).getDate() === 29;
  const longest = monthNumber === 2 ? (leapYear ? 29 : 28) : [4, 6, 9, 11].includes(monthNumber) ? 30 : 31;
  return dayNumber <= longest;
}

function passesLuhnDigits(digits: string): boolean {
  const sum = digitsOf(digits)
    .reverse()
    .reduce(
      (total, digit, index) => total + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2),
      0,
    );
  return sum % 10 === 0;
}

/** United Kingdom, NHS number: modulo 11. */
export function passesNhs(text: string): boolean {
  if (!/^\d{10}$/.test(text) || /^(\d)\1+$/.test(text)) return false;
  const digits = digitsOf(text);
  const check = 11 - (sumOf(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 11 ? 0 : check) === digits[9];
}

/** Poland, PESEL: weights 1, 3, 7, 9; the month also tells the century. */
export function passesPesel(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const month = String(Number(text.slice(2, 4)) % 20);
  const sum = sumOf(digitsOf(text), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
  return sum % 10 === 0 && isDay(text.slice(0, 2), month, text.slice(4, 6));
}

/** Sweden, personnummer: Luhn over ten digits; 60 is added to the day of a coordination number. */
export function passesSwedish(text: string): boolean {
  const ten = text.replace("+", "").slice(-10);
  if (!/^(?:\d{2})?\d{6}\+?\d{4}$/.test(text)) return false;
  const day = Number(ten.slice(4, 6));
  return passesLuhnDigits(ten) && isDay(ten.slice(0, 2), ten.slice(2, 4), String(day > 60 ? day - 60 : day));
}

/** Finland, henkilötunnus: a letter for the number modulo 31; the sign that tells the century has been kept. */
export function passesFinnish(text: string): boolean {
  const match = /^(\d{2})(\d{2})(\d{2})[-+A-FU-Y](\d{3})([0-9A-Y])$/.exec(text);
  if (!match || !isDay(match[3] ?? "", match[2] ?? "", match[1] ?? "")) return false;
  const number = Number(`${match[1]}${match[2]}${match[3]}${match[4]}`);
  return "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31] === match[5];
}

/** Norway, fødselsnummer: two digits modulo 11; 40 is added to the day of a D-number. */
export function passesNorwegian(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const digits = digitsOf(text);
  const day = Number(text.slice(0, 2));
  if (!isDay(text.slice(4, 6), text.slice(2, 4), String(day > 40 ? day - 40 : day))) return false;
  return (
    sumOf(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    sumOf(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** Denmark, CPR: without a check digit since 2007, so only the day is looked at. */
export function passesDanish(text: string): boolean {
  return /^\d{10}$/.test(text) && isDay(text.slice(4, 6), text.slice(2, 4), text.slice(0, 2));
}

/** Switzerland, AHV number: 756 and the check digit of EAN-13. */
export function passesSwiss(text: string): boolean {
  if (!/^756\d{10}$/.test(text)) return false;
  return sumOf(digitsOf(text), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}

/** Belgium, national number: 97 minus the remainder modulo 97, with a 2 before it for births since 2000. */
export function passesBelgian(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const [month, day] = [text.slice(2, 4), text.slice(4, 6)];
  if (!isDay(text.slice(0, 2), month === "00" ? "1" : month, day === "00" ? "1" : day)) return false;
  const check = Number(text.slice(9));
  return ["", "2"].some((century) => 97 - (Number(century + text.slice(0, 9)) % 97) === check);
}

/** Portugal, NIF: modulo 11, remainder below 2 gives 0. */
export function passesPortuguese(text: string): boolean {
  if (!/^[1-35689]\d{8}$/.test(text)) return false;
  const digits = digitsOf(text);
  const remainder = sumOf(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (remainder < 2 ? 0 : 11 - remainder) === digits[8];
}

/** Austria, social security number: a digit modulo 11 in the fourth place, then the birthday. */
export function passesAustrian(text: string): boolean {
  if (!/^[1-9]\d{9}$/.test(text)) return false;
  const digits = digitsOf(text);
  const month = Number(text.slice(6, 8));
  // Months 13 to 15 are given when a day has no numbers left.
  if (!isDay(text.slice(8), String(Math.min(month, 12)), text.slice(4, 6))) return false;
  return sumOf(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digits[3];
}

/** Germany, pension insurance number: the letter counts as two digits; digits' sums of products modulo 10. */
export function passesGermanPension(text: string): boolean {
  const match = /^(\d{2})(\d{2})(\d{2})(\d{2})([A-Z])(\d{2})(\d)$/.exec(text);
  if (!match) return false;
  const letter = String((match[5] ?? "A").charCodeAt(0) - 64).padStart(2, "0");
  const digits = digitsOf(text.slice(0, 8) + letter + (match[6] ?? ""));
  const sum = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((total, weight, index) => {
    const product = weight * (digits[index] ?? 0);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return (
    sum % 10 === Number(match[7]) && isDay(match[4] ?? "", match[3] ?? "", String(Number(match[2]) % 50))
  );
}

/** Czechia and Slovakia, rodné číslo: divisible by 11; 50 is added to the month of women, 20 when numbers run out. */
export function passesCzech(text: string): boolean {
  if (!/^\d{10}$/.test(text) || Number(text) % 11 !== 0) return false;
  const month = Number(text.slice(2, 4)) % 50;
  return isDay(text.slice(0, 2), String(month > 20 ? month - 20 : month), text.slice(4, 6));
}

/** Romania, CNP: weights 279146358279 modulo 11. */
export function passesRomanian(text: string): boolean {
  if (!/^[1-9]\d{12}$/.test(text)) return false;
  const digits = digitsOf(text);
  const remainder = sumOf(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (
    (remainder === 10 ? 1 : remainder) === digits[12] &&
    isDay(text.slice(1, 3), text.slice(3, 5), text.slice(5, 7))
  );
}

/** Bulgaria, EGN: weights modulo 11; 20 or 40 is added to the month for another century. */
export function passesBulgarian(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false;
  const digits = digitsOf(text);
  const check = (sumOf(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10;
  return (
    check === digits[9] && isDay(text.slice(0, 2), String(Number(text.slice(2, 4)) % 20), text.slice(4, 6))
  );
}

/** Croatia, OIB: ISO 7064 MOD 11,10. */
export function passesCroatian(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  let rest = 10;
  for (const digit of digitsOf(text.slice(0, 10))) rest = (((rest + digit) % 10 || 10) * 2) % 11;
  return (11 - rest) % 10 === Number(text[10]);
}

/** Greece, AMKA: the birthday and Luhn. */
export function passesGreek(text: string): boolean {
  return (
    /^\d{11}$/.test(text) &&
    passesLuhnDigits(text) &&
    isDay(text.slice(4, 6), text.slice(2, 4), text.slice(0, 2))
  );
}

/** Estonia and Lithuania: two rounds of weights modulo 11. */
export function passesBaltic(text: string): boolean {
  if (!/^[1-6]\d{10}$/.test(text) || !isDay(text.slice(1, 3), text.slice(3, 5), text.slice(5, 7)))
    return false;
  const digits = digitsOf(text);
  const first = sumOf(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = sumOf(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return (first < 10 ? first : second % 10) === digits[10];
}

/** Ireland, PPS number: a letter for the number modulo 23. */
export function passesIrish(text: string): boolean {
  const match = /^(\d{7})([A-W])([A-IW]?)$/.exec(text);
  if (!match) return false;
  const extra = match[3] === "" || match[3] === "W" ? 0 : (match[3] ?? "").charCodeAt(0) - 64;
  const sum = sumOf(digitsOf(match[1] ?? ""), [8, 7, 6, 5, 4, 3, 2]) + extra * 9;
  return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] === match[2];
}

/** Turkey: the tenth digit from the odd and even places, the eleventh from the sum. */
export function passesTurkish(text: string): boolean {
  if (!/^[1-9]\d{10}$/.test(text)) return false;
  const digits = digitsOf(text);
  const odd = sumOf(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = sumOf(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const sum = sumOf(digits, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  return (((odd * 7 - even) % 10) + 10) % 10 === digits[9] && sum % 10 === digits[10];
}

/** Israel: Luhn, doubling from the left. */
export function passesIsraeli(text: string): boolean {
  return /^\d{9}$/.test(text) && !/^0+$/.test(text) && passesLuhnDigits(text);
}

/** Canada, social insurance number: Luhn; none begins with 0 or 8. */
export function passesCanadian(text: string): boolean {
  return /^[1-79]\d{8}$/.test(text) && passesLuhnDigits(text);
}

/** Mexico, CURP: the sum of values of the alphabet with Ñ, weights 18 to 2. */
export function passesMexican(text: string): boolean {
  const match = /^[A-Z]{4}(\d{2})(\d{2})(\d{2})[HMX][A-Z]{5}[A-Z0-9]\d$/.exec(text);
  if (!match || !isDay(match[1] ?? "", match[2] ?? "", match[3] ?? "")) return false;
  const alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";
  const sum = [...text.slice(0, 17)].reduce(
    (total, sign, index) => total + alphabet.indexOf(sign) * (18 - index),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(text[17]);
}

/** Brazil, CPF: two digits modulo 11. */
export function passesBrazilian(text: string): boolean {
  if (!/^\d{11}$/.test(text) || /^(\d)\1+$/.test(text)) return false;
  const digits = digitsOf(text);
  const checkOf = (weights: readonly number[]) => ((sumOf(digits, weights) * 10) % 11) % 10;
  return (
    checkOf([10, 9, 8, 7, 6, 5, 4, 3, 2]) === digits[9] &&
    checkOf([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === digits[10]
  );
}

/** Chile, RUT: modulo 11, K for 10. */
export function passesChilean(text: string): boolean {
  const match = /^(\d{7,8})([0-9K])$/.exec(text);
  if (!match) return false;
  const sum = digitsOf(match[1] ?? "")
    .reverse()
    .reduce((total, digit, index) => total + digit * (2 + (index % 6)), 0);
  return "0K987654321"[sum % 11] === match[2];
}

/** Argentina, CUIL: modulo 11. */
export function passesArgentinian(text: string): boolean {
  if (!/^(?:2[03457]|3[034])\d{9}$/.test(text)) return false;
  const digits = digitsOf(text);
  return (11 - (sumOf(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digits[10];
}

const VERHOEFF_PERMUTATION = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];
const VERHOEFF_PRODUCT = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];

/** India, Aadhaar: Verhoeff's scheme. */
export function passesAadhaar(text: string): boolean {
  if (!/^[2-9]\d{11}$/.test(text)) return false;
  let check = 0;
  for (const [index, digit] of digitsOf(text).reverse().entries()) {
    const permuted = Number(VERHOEFF_PERMUTATION[index % 8]?.[digit]);
    check = Number(VERHOEFF_PRODUCT[check]?.[permuted]);
  }
  return check === 0;
}

/** Australia, tax file number: weights modulo 11. */
export function passesAustralianTax(text: string): boolean {
  return (
    /^\d{9}$/.test(text) &&
    !/^0+$/.test(text) &&
    sumOf(digitsOf(text), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
  );
}

/** Australia, Medicare: the ninth digit from the first eight. */
export function passesMedicare(text: string): boolean {
  if (!/^[2-6]\d{9,10}$/.test(text)) return false;
  const digits = digitsOf(text);
  return sumOf(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digits[8];
}

/** New Zealand, IRD number: modulo 11, with a second set of weights. */
export function passesNewZealandTax(text: string): boolean {
  const padded = text.padStart(9, "0");
  if (!/^\d{8,9}$/.test(text) || Number(text) < 10_000_000) return false;
  const digits = digitsOf(padded);
  const checkOf = (weights: readonly number[]) => (11 - (sumOf(digits, weights) % 11)) % 11;
  const first = checkOf([3, 2, 7, 6, 5, 4, 3, 2]);
  return (first === 10 ? checkOf([7, 4, 3, 2, 5, 2, 7, 6]) : first) === digits[8];
}

/** South Africa: the birthday and Luhn. */
export function passesSouthAfrican(text: string): boolean {
  return (
    /^\d{10}[012]\d{2}$/.test(text) &&
    passesLuhnDigits(text) &&
    isDay(text.slice(0, 2), text.slice(2, 4), text.slice(4, 6))
  );
}

/** China: the birthday and ISO 7064 MOD 11-2. */
export function passesChinese(text: string): boolean {
  if (!/^[1-8]\d{5}(?:19|20)\d{9}[0-9X]$/.test(text)) return false;
  if (!isDay(text.slice(6, 10), text.slice(10, 12), text.slice(12, 14))) return false;
  const sum = sumOf(digitsOf(text.slice(0, 17)), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return "10X98765432"[sum % 11] === text[17];
}

/** Taiwan: the letter counts as two digits; modulo 10. */
export function passesTaiwanese(text: string): boolean {
  if (!/^[A-Z][1289]\d{8}$/.test(text)) return false;
  const letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(text.charAt(0)) + 10;
  const digits = [Math.floor(letter / 10), letter % 10, ...digitsOf(text.slice(1))];
  return sumOf(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

/** Hong Kong: modulo 11; a missing first letter counts as 36. */
export function passesHongKong(text: string): boolean {
  const match = /^([A-Z]{1,2})(\d{6})\(?([0-9A])\)?$/.exec(text);
  if (!match) return false;
  const letters = (match[1] ?? "").padStart(2, " ");
  const values = [...letters].map((letter) => (letter === " " ? 36 : letter.charCodeAt(0) - 55));
  const sum = sumOf([...values, ...digitsOf(match[2] ?? "")], [9, 8, 7, 6, 5, 4, 3, 2]);
  const check = match[3] === "A" ? 10 : Number(match[3]);
  return (sum + check) % 11 === 0;
}

/** Singapore, NRIC and FIN: a letter for the sum modulo 11. */
export function passesSingapore(text: string): boolean {
  const match = /^([STFGM])(\d{7})([A-Z])$/.exec(text);
  if (!match) return false;
  const first = match[1] ?? "";
  const sum =
    sumOf(digitsOf(match[2] ?? ""), [2, 7, 6, 5, 4, 3, 2]) +
    ("TG".includes(first) ? 4 : first === "M" ? 3 : 0);
  const letters = "ST".includes(first) ? "JZIHGFEDCBA" : first === "M" ? "XWUTRQPNJLK" : "XWUTRQPNMLK";
  return letters[sum % 11] === match[3];
}

/** South Korea: the birthday and modulo 11. */
export function passesKorean(text: string): boolean {
  if (!/^\d{6}[1-8]\d{6}$/.test(text) || !isDay(text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)))
    return false;
  const digits = digitsOf(text);
  return (11 - (sumOf(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === digits[12];
}

/** Japan, My Number: modulo 11. */
export function passesJapanese(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false;
  const digits = digitsOf(text);
  const remainder = sumOf(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (remainder < 2 ? 0 : 11 - remainder) === digits[11];
}

/** United States, bank routing number: 3, 7, 1 modulo 10. */
export function passesRouting(text: string): boolean {
  return (
    /^\d{9}$/.test(text) &&
    !/^0+$/.test(text) &&
    sumOf(digitsOf(text), [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0
  );
}
