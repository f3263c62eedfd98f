/** Check digits of identifying numbers. Each takes the number without separators and is total. */

const digitsOf = (text: string): number[] => [...text].map(Number);

/** Payment cards: Luhn, ISO/IEC 7812-1 annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of digitsOf(digits).reverse().entries()) {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** IBAN: ISO 13616, remainder 1 modulo 97 after the first four characters are moved to the end. */
export function passesIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** US social security number: the areas, groups and serials that are never issued (SSA, randomised since 2011). */
export function passesUsSocialSecurity(digits: string): boolean {
  const [area, group, serial] = [digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)];
  return (
    digits.length === 9 &&
    area !== "000" &&
    area !== "666" &&
    area < "900" &&
    group !== "00" &&
    serial !== "0000"
  );
}

/** German tax id: ISO 7064 MOD 11,10; one of the first ten digits occurs two or three times. */
export function passesGermanTaxId(digits: string): boolean {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  let product = 10;
  for (const digit of digitsOf(digits.slice(0, 10))) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  const different = new Set(digits.slice(0, 10)).size;
  return (11 - product) % 10 === Number(digits[10]) && (different === 9 || different === 8);
}

/** French social security number: 97 minus the first 13 digits modulo 97; Corsica's 2A and 2B count as 19 and 18. */
export function passesFrenchSocialSecurity(text: string): boolean {
  const match = /^([12]\d{4}(?:\d{2}|2[AB])\d{6})(\d{2})$/.exec(text);
  if (!match) return false;
  const number = (match[1] ?? "").replace("2A", "19").replace("2B", "18");
  return 97 - Number(BigInt(number) % 97n) === Number(match[2]);
}

/** Spanish DNI and NIE: the letter is the number modulo 23; X, Y, Z stand for 0, 1, 2. */
export function passesSpanishId(text: string): boolean {
  const match = /^([XYZ]?)(\d{7,8})([A-Z])$/.exec(text);
  if (!match) return false;
  const prefix = match[1] === "" ? "" : String("XYZ".indexOf(match[1] ?? ""));
  const number = prefix + match[2];
  return number.length === 8 && "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] === match[3];
}

/** Dutch citizen service number: the eleven test with weights 9 to 2 and -1. */
export function passesDutchCitizenNumber(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  const sum = digitsOf(digits).reduce(
    (total, digit, index) => total + digit * (index === 8 ? -1 : 9 - index),
    0,
  );
  return sum % 11 === 0;
}

/** Italian tax code: the table of odd and even positions of the decree of 1976-12-23. */
export function passesItalianTaxCode(text: string): boolean {
  if (!/^[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/.test(text)) {
    return false;
  }
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const code = text.charCodeAt(index);
    const value = code < 58 ? code - 48 : code - 65;
    sum += index % 2 === 0 ? (odd[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === text[15];
}
