import { describe, expect, it } from "vitest";
import { detectPatterns } from "../detect-patterns";

const found = (text: string): [string, string][] =>
  detectPatterns(text).map(({ start, end, label }) => [label, text.slice(start, end)]);

/** Characters that look random and are the same in every run. */
function filler(
  count: number,
  alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789",
): string {
  return Array.from({ length: count }, (_, index) =>
    alphabet.charAt((index * 37 + 11) % alphabet.length),
  ).join("");
}
const HEXADECIMAL = "0123456789abcdef";

describe("numbers of people", () => {
  /** Published examples of each authority or of its documentation. */
  it.each([
    ["Canada", "SIN 193 456 787", "193 456 787"],
    ["Canada", "my social insurance number is 193456787", "193456787"],
    ["United States", "social security 536904399", "536904399"],
    ["United States", "ITIN 912-70-1234", "912-70-1234"],
    ["United Kingdom", "NHS number 943 476 5919", "943 476 5919"],
    ["Poland", "PESEL 44051401359", "44051401359"],
    ["Sweden", "811218-9876", "811218-9876"],
    ["Sweden", "personnummer 198112189876", "198112189876"],
    ["Finland", "hetu 131052-308T", "131052-308T"],
    ["Norway", "fødselsnummer 13097248022", "13097248022"],
    ["Denmark", "CPR 070761-4285", "070761-4285"],
    ["Switzerland", "AHV 756.9217.0769.85", "756.9217.0769.85"],
    ["Belgium", "85.07.30-033.28", "85.07.30-033.28"],
    ["Portugal", "NIF 123456789", "123456789"],
    ["Austria", "SV-Nummer 1237 010180", "1237 010180"],
    ["Germany", "Rentenversicherung 65 170839 J 003", "65 170839 J 003"],
    ["Czechia", "736028/5163", "736028/5163"],
    ["Romania", "CNP 1800101221144", "1800101221144"],
    ["Bulgaria", "ЕГН 7523169263", "7523169263"],
    ["Croatia", "OIB 33392005961", "33392005961"],
    ["Greece", "AMKA 01013099997", "01013099997"],
    ["Estonia", "isikukood 37605030299", "37605030299"],
    ["Lithuania", "asmens kodas 33309240064", "33309240064"],
    ["Ireland", "PPS 1234567T", "1234567T"],
    ["Ireland", "PPS 1234567FA", "1234567FA"],
    ["Turkey", "10000000146", "10000000146"],
    ["Israel", "teudat zehut 039337423", "039337423"],
    ["Mexico", "BOXW310820HNERXN09", "BOXW310820HNERXN09"],
    ["Brazil", "CPF 390.533.447-05", "390.533.447-05"],
    ["Brazil", "39053344705", "39053344705"],
    ["Chile", "12.345.678-5", "12.345.678-5"],
    ["Argentina", "20-26756539-3", "20-26756539-3"],
    ["India", "2341 2341 2346", "2341 2341 2346"],
    ["India", "PAN ABCPD1234E", "ABCPD1234E"],
    ["Australia", "TFN 123 456 782", "123 456 782"],
    ["Australia", "Medicare 2123 45670 1", "2123 45670 1"],
    ["New Zealand", "IRD 49-091-850", "49-091-850"],
    ["South Africa", "8001015009087", "8001015009087"],
    ["China", "11010519491231002X", "11010519491231002X"],
    ["Taiwan", "ID A123456789", "A123456789"],
    ["Hong Kong", "A123456(3)", "A123456(3)"],
    ["Singapore", "S1234567D", "S1234567D"],
    ["Japan", "マイナンバー 123456789018", "123456789018"],
    ["any", "medical record number MRN 00123456", "00123456"],
    ["any", "passport no. C01X00T47", "C01X00T47"],
    ["any", "driver's license D1234567", "D1234567"],
    ["any", "national ID number: 12-3456-789", "12-3456-789"],
  ])("%s: %s", (_, text, value) => {
    expect(found(text)).toContainEqual(["national-id", value]);
  });

  it.each([
    "NHS number 943 476 5918",
    "44051401358",
    "811218-9875",
    "131052-308U",
    "756.9217.0769.86",
    "85.07.30-033.29",
    "736028/5164",
    "390.533.447-06",
    "12.345.678-6",
    "20-26756539-4",
    "2341 2341 2347",
    "11010519491231002Y",
    "S1234567E",
    "A123456(4)",
  ])("leaves alone what fails its check: %s", (text) => {
    expect(found(text).map(([label]) => label)).not.toContain("national-id");
  });
});

describe("secrets", () => {
  it.each([
    ["OpenAI", `sk-proj-${filler(156)}`],
    ["OpenAI, old", `sk-${filler(48)}`],
    ["Anthropic", `sk-ant-api03-${filler(95)}`],
    ["OpenRouter", `sk-or-v1-${filler(64, HEXADECIMAL)}`],
    ["Hugging Face", `hf_${filler(34)}`],
    ["GitHub", `ghp_${filler(36)}`],
    ["GitHub, fine", `github_pat_${filler(82)}`],
    ["GitLab", `glpat-${filler(20)}`],
    ["AWS", "AKIAIOSFODNN7EXAMPLE"],
    ["Google", `AIza${filler(35)}`],
    ["Google OAuth", `GOCSPX-${filler(28)}`],
    ["Stripe", `sk_live_${filler(24)}`],
    ["Stripe webhook", `whsec_${filler(32)}`],
    ["Slack", "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"],
    ["SendGrid", `SG.${filler(22)}.${filler(43)}`],
    ["Twilio", `SK${filler(32, HEXADECIMAL)}`],
    ["Mailgun", `key-${filler(32, HEXADECIMAL)}`],
    ["Mailchimp", `${filler(32, HEXADECIMAL)}-us21`],
    ["npm", `npm_${filler(36)}`],
    ["PyPI", `pypi-AgEIcHlwaS5vcmc${filler(120)}`],
    ["Docker", `dckr_pat_${filler(27)}`],
    ["DigitalOcean", `dop_v1_${filler(64, HEXADECIMAL)}`],
    ["Telegram", `123456789:AA${filler(33)}`],
    ["Discord", `M${filler(23)}.${filler(6)}.${filler(27)}`],
    ["Shopify", `shpat_${filler(32, HEXADECIMAL)}`],
    ["Databricks", `dapi${filler(32, HEXADECIMAL)}`],
    ["Groq", `gsk_${filler(52)}`],
    ["Azure storage", `${filler(86)}==`],
    ["JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"],
    ["PEM", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----"],
    ["PGP", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOY\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----"],
    ["PEM in JSON", "-----BEGIN PRIVATE KEY-----\\nMIIEvQ\\nabc=\\n-----END PRIVATE KEY-----\\n"],
  ])("of %s is found whole, before a full stop and in quotation marks", (_, key) => {
    const whole = key.replace(/\\n$/, "");
    expect(found(`it is ${key}. Then`)).toContainEqual(["secret", whole]);
    expect(found(`{"value": "${key}"}`)).toContainEqual(["secret", whole]);
    expect(found(`use \`${key}\` now`)).toContainEqual(["secret", whole]);
  });

  it.each([
    ["password: hunter2hunter2", "hunter2hunter2"],
    ["The password is Tr0ub4dor&3.", "Tr0ub4dor&3"],
    ["DB_PASSWORD=correcthorse", "correcthorse"],
    ['"password": "s3cret value"', "s3cret"],
    ["Passwort: Geheim!99", "Geheim!99"],
    [`AWS_SECRET_ACCESS_KEY=${filler(40)}`, filler(40)],
    [`client_secret = "${filler(24)}"`, filler(24)],
    [`Authorization: Basic ${filler(20)}`, filler(20)],
    [`curl -H "Authorization: Bearer ${filler(40)}"`, filler(40)],
    ["Password: P@ssw0rd!", "P@ssw0rd!"],
    ["password hunter2", "hunter2"],
    ["the code is 123456 for the door", "123456"],
    [`api_key: ${filler(24)}\n${filler(20)}\n`, `${filler(24)}\n${filler(20)}`],
    ["PIN: 4821", "4821"],
    ["login mira / pw: blue$1169Q", "blue$1169Q"],
    ["the wifi password at the cabin is tiger$8827x by the way", "tiger$8827x"],
  ])("behind words: %s", (text, value) => {
    expect(found(text)).toContainEqual(["secret", value]);
  });

  it.each([
    ["https://ann:pa55@example.org/x", "url-with-credentials"],
    ["https://example.org/x?token=abcdef123456", "url-with-credentials"],
    ["https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx", "url-with-credentials"],
    ["https://discord.com/api/webhooks/123456789012345678/abcdef", "url-with-credentials"],
    ["https://x.com/annlee", "handle"],
    ["https://example.org/articles/one", "url"],
  ])("in addresses: %s", (text, label) => {
    expect(found(`see ${text} now`)).toContainEqual([label, text]);
  });

  it.each([
    "const password = getPassword();",
    "password: string;",
    "The password is required.",
    "a token is a word",
    "token: Token",
    "the secret of success is work",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b",
    "id 123e4567-e89b-12d3-a456-426614174000",
    "sk-learn and sk-image",
    "eyJ is how they begin",
    "the -----BEGIN CERTIFICATE----- line",
  ])("leaves alone: %s", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("ways to reach a person", () => {
  it.each([
    ["handle", "follow me on twitter: @annlee", "@annlee"],
    ["handle", "I am @ann@mastodon.social there", "@ann@mastodon.social"],
    ["street-address", "I live at 221B Baker Street, London NW1 6XE.", "221B Baker Street, London NW1 6XE"],
    [
      "street-address",
      "ship to 1600 Pennsylvania Ave, Washington, DC 20500",
      "1600 Pennsylvania Ave, Washington, DC 20500",
    ],
    ["street-address", "Musterstraße 12a, 10115 Berlin", "Musterstraße 12a, 10115 Berlin"],
    ["street-address", "12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris"],
    ["street-address", "Calle de Alcalá 45", "Calle de Alcalá 45"],
    ["street-address", "PO Box 1234", "PO Box 1234"],
    ["street-address", "Opernring 2, 1010 Wien", "Opernring 2, 1010 Wien"],
    ["street-address", "12 High Street", "12 High Street"],
    ["street-address", "Am Alten Markt 28, 8010 Graz", "Am Alten Markt 28, 8010 Graz"],
    ["phone", "my number is still 0858907488.", "0858907488"],
    ["phone", "06 12 34 56 78", "06 12 34 56 78"],
    ["phone", "Tel.: 030/12345678", "030/12345678"],
    ["phone", "mobile 07700 900123", "07700 900123"],
    ["email", "ann [at] lee [dot] org", "ann [at] lee [dot] org"],
    ["email", "ann.lee at example dot com", "ann.lee at example dot com"],
    [
      "crypto-address",
      "0x52908400098527886E0F7030069857D2E4169EE7",
      "0x52908400098527886E0F7030069857D2E4169EE7",
    ],
    ["bank-account", "account number: 12345678", "12345678"],
    ["bank-account", "routing 021000021", "021000021"],
    ["mac-address", "001a.2b3c.4d5e", "001a.2b3c.4d5e"],
    ["date-of-birth", "geboren am 12. März 1984", "12. März 1984"],
    ["date-of-birth", "DOB 12-Mar-1984", "12-Mar-1984"],
    ["date-of-birth", "birthday is March 12, 1984", "March 12, 1984"],
  ])("%s in: %s", (label, text, value) => {
    expect(found(text)).toContainEqual([label, value]);
  });

  it.each([
    "@Override public void run()",
    "import x from '@types/node'",
    "npm i react@19.3.1 foo@2.0.beta",
    "10 green bottles hanging on the wall",
    "ISBN 978-3-16-148410-0",
    "chapter 12.3.4, page 100",
    "2026-11-26T02:38:05Z",
    "order 100-2345678-1234567",
    "1,234,567.89 and 0.123456789",
    "call the function 3 times with 1024",
    "a 5 St",
    "as do 100 percent of members of the Senate",
    "In the 1961 Supreme Court decision",
    "on track for Spring 2025 or During 1972",
    "from March 17 to April 4, 2014 Participation was open",
    "section 7.9.1.9, table 68",
    "http on 127.0.0.1 with mask 255.255.255.0",
    "EAN 4049424205915 on the back",
    "Im Januar 2021 waren 30 Leute da",
  ])("leaves alone: %s", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("text that hides what it says", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  it.each([
    ["card-number", "４１１１ １１１１ １１１１ １１１１", "４１１１ １１１１ １１１１ １１１１"],
    ["card-number", "٤١١١١١١١١١١١١١١١", "٤١١١١١١١١١١١١١١١"],
    ["card-number", "4111\u200b1111\u200b1111\u200b1111", "4111\u200b1111\u200b1111\u200b1111"],
    ["card-number", "4111 1111\n1111 1111", "4111 1111\n1111 1111"],
    ["card-number", "> 4111 1111\n> 1111 1111", "4111 1111\n> 1111 1111"],
    ["card-number", "4111–1111–1111–1111", "4111–1111–1111–1111"],
    ["card-number", "4111\u00a01111\u202f1111 1111", "4111\u00a01111\u202f1111 1111"],
    ["card-number", "4111 **1111** 1111 `1111`", "4111 **1111** 1111 `1111"],
    ["card-number", "<b>4111</b> 1111 1111 1111", "4111</b> 1111 1111 1111"],
    ["card-number", "4111.1111.1111.1111", "4111.1111.1111.1111"],
    ["iban", "DE89 3704 0044\n0532 0130 00", "DE89 3704 0044\n0532 0130 00"],
    ["iban", "ＤＥ８９370400440532013000", "ＤＥ８９370400440532013000"],
    ["iban", "de89 3704 0044 0532 0130 00", "de89 3704 0044 0532 0130 00"],
    ["email", "**ann**@lee.org", "ann**@lee.org"],
    ["email", "**a**@b.c", "a**@b.c"],
    ["email", "ann&#64;lee.org", "ann&#64;lee.org"],
    ["email", "ann&commat;lee&period;org", "ann&commat;lee&period;org"],
    ["email", "ann%40lee.org", "ann%40lee.org"],
    ["email", "ann\\u0040lee.org", "ann\\u0040lee.org"],
    ["email", "ann\\@lee.org", "ann\\@lee.org"],
    ["email", "ann＠lee．org", "ann＠lee．org"],
    ["email", "аnn@lее.org", "аnn@lее.org"],
    ["email", "ann@\nlee.org", "ann@\nlee.org"],
    ["email", "| ann\\_lee@lee.org | 3 |", "ann\\_lee@lee.org"],
    ["email", "[write](mailto:ann@lee.org)", "ann@lee.org"],
    ["secret", "AKIAIOSFO\nDNN7EXAMPLE", "AKIAIOSFO\nDNN7EXAMPLE"],
    ["secret", "AK\n  IAIOSFODNN7EXAMPLE and more", "AK\n  IAIOSFODNN7EXAMPLE"],
    ["secret", "АKIАIOSFODNN7EXAMPLE", "АKIАIOSFODNN7EXAMPLE"],
    ["secret", "AKIA\u2060IOSFODNN7EXAMPLE", "AKIA\u2060IOSFODNN7EXAMPLE"],
    [
      "secret",
      '"ghp_abcdefghijklmno" +\n  "pqrstuvwxyz0123456789A"',
      'ghp_abcdefghijklmno" +\n  "pqrstuvwxyz0123456789A',
    ],
    ["secret", `sk-proj-${filler(60)}\n${filler(60)}\nand so on`, `sk-proj-${filler(60)}\n${filler(60)}`],
    ["email", `data ${base64("write to ann@lee.org")} end`, base64("write to ann@lee.org")],
    ["card-number", base64("4111 1111 1111 1111"), base64("4111 1111 1111 1111")],
    ["secret", base64(base64("AKIAIOSFODNN7EXAMPLE")), base64(base64("AKIAIOSFODNN7EXAMPLE"))],
    [
      "email",
      Buffer.from("ann.lee@example.org").toString("hex"),
      Buffer.from("ann.lee@example.org").toString("hex"),
    ],
    [
      "email",
      Buffer.from("??>ann.lee@example.org").toString("base64url"),
      Buffer.from("??>ann.lee@example.org").toString("base64url"),
    ],
    ["email", "%61%6e%6e%40%6c%65%65%2e%6f%72%67", "%61%6e%6e%40%6c%65%65%2e%6f%72%67"],
    ["national-id", "ＳＳＮ ５３６－９０－４３９９", "５３６－９０－４３９９"],
    ["phone", "+４４ ２０ ７９４６ ０９５８", "+４４ ２０ ７９４６ ０９５８"],
  ])("%s in: %j", (label, text, value) => {
    expect(found(text)).toContainEqual([label, value]);
  });

  it("wraps base64 over lines as mail does", () => {
    const encoded = base64(
      `Dear all, my card is 4111 1111 1111 1111 and my address is ann@lee.org. ${filler(60)}`,
    );
    const wrapped = encoded.replace(/(.{76})/g, "$1\n");
    expect(found(`attached:\n\n${wrapped}\n\nBest`)).toEqual([[expect.any(String), wrapped]]);
  });

  it.each([
    "the implementation\nconsiderations are straightforward\ninternationalisation",
    "columns\n1001\n1002\n1003\n",
    "C:\\new\\table\\reports",
    "100%25 of a%20b",
    "a*b*c and __init__",
    "Это обычный русский текст без имён.",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
  ])("leaves alone: %j", (text) => {
    expect(found(text)).toEqual([]);
  });
});
