import type { Pattern } from "./pattern";

const secret = (score: number, expression: RegExp, more: Partial<Pattern> = {}): Pattern => ({
  label: "secret",
  score,
  expression,
  ...more,
});

const PASSWORD_WORDS =
  "pass ?words?|passwd|pwd?|pw|pass(?:code|phrase)|passwort|kennwort|mot de passe|contraseña|wachtwoord|lösenord|hasło|senha|пароль|密码|密碼|パスワード|كلمة المرور";
const KEY_WORDS =
  "secret(?:[_ -]?(?:access)?[_ -]?key)?|api[_ -]?(?:key|token|secret)|apikey|access[_ -]?(?:token|key)|auth(?:orization)?[_ -]?token|refresh[_ -]?token|client[_ -]?secret|private[_ -]?key(?:[_ -]?id)?|encryption[_ -]?key|signing[_ -]?key|account[_ -]?key|shared[_ -]?access[_ -]?key|session[_ -]?(?:token|key)|bearer[_ -]?token|credentials?|token|webhook[_ -]?secret|license[_ -]?key|recovery (?:code|key)|backup code";

/** What stands where a secret would in documentation and code. */
const NO_SECRET =
  /^(?:string|null|none|nil|undefined|true|false|required|optional|your|my|the|an?|is|not|and|or|for|to|in|of|here|must|should|please|\*+|x+|\.+|-+|<.*|\$.*|\{.*|\[.*|%.*|process\.env.*|os\.(?:environ|getenv).*|getenv.*|env\..*|[a-z]+\(.*|\w+\.\w+(?:\.\w+)*\(?.*\)?)$/i;

const isPassword = (match: string): boolean =>
  !NO_SECRET.test(match.replace(/[.,:!?)]+$/, "")) || /\d.*\d/.test(match);

/** A word of the language, or a name in code, is no key. */
const isKeyLike = (match: string): boolean =>
  isPassword(match) &&
  match.length >= 6 &&
  (/\d/.test(match) || match.length >= 16) &&
  !/^[a-z]+(?:[_-][a-z]+)*$/.test(match);

/** What gives access, by its form or by the words before it; tokens with a known beginning are in `tokens.ts`. */
export const SECRET_PATTERNS: readonly Pattern[] = [
  secret(
    1,
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]{1,12000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g,
    { needs: "-----BEGIN" },
  ),
  // One that was cut off.
  secret(1, /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:\s{0,4}[A-Za-z0-9+/=]{16,}){1,200}/g, {
    needs: "-----BEGIN",
  }),
  secret(1, /PuTTY-User-Key-File-\d:[\s\S]{1,12000}?Private-MAC: [0-9a-f]{40,64}/g, {
    needs: "PuTTY-User-Key-File",
  }),
  secret(1, /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g, { needs: "AGE-SECRET-KEY" }),
  secret(0.9, /\b\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g, { needs: ":AA" }),
  secret(0.95, /\b[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/g),
  secret(0.9, /\b(?:AC|SK)[0-9a-f]{32}\b/g),
  secret(0.9, /\bkey-[0-9a-f]{32}\b/g, { needs: "key-" }),
  secret(0.9, /\b[0-9a-f]{32}-us\d{1,2}\b/g, { needs: "-us" }),
  secret(0.9, /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g, {
    context: /(?:aws|amazon|secret|\b(?:AKIA|ASIA)[A-Z0-9]{16})/i,
    accept: (match) => /[a-z]/.test(match) && /[A-Z]/.test(match) && /\d/.test(match),
  }),
  secret(0.9, /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{86}==(?![A-Za-z0-9/+=])/g),
  secret(0.85, /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, {
    context: /(?:api[_ -]?key|token|secret|heroku|password|client[_ -]?secret)/i,
  }),
  secret(0.85, /\b[0-9a-f]{32,64}\b/gi, {
    context: /(?:api[_ -]?key|token|secret|password)["']?\s{0,3}(?:[:=]|is\b)/i,
  }),
  secret(
    0.9,
    /\b(?:Authorization|Proxy-Authorization)["']?\s?[:=]\s?["']?(?:Basic|Bearer|Token|SSWS|ApiKey)\s(?<value>[\w.+/=~-]{6,4000})/gi,
  ),
  secret(0.85, /\bBearer\s(?<value>[\w.+/=~-]{16,4000})/g, { accept: isKeyLike }),
  secret(0.9, /\b(?:set-)?cookie:\s?(?<value>[^\n]{8,2000})/gi),
  secret(
    0.8,
    new RegExp(
      `(?<![\\p{L}])(?:${PASSWORD_WORDS})(?![\\p{L}])["'*\`]{0,3}\\s{0,3}(?:(?:[:：=]|=>|:=|\\|)\\s{0,3}|\\b(?:is|was|ist|est|es|lautet|set to|changed to)\\b:?\\s)["'*\`]{0,3}(?<value>[^\\s"'\`,;|<>]{4,200})`,
      "giu",
    ),
    { accept: isPassword },
  ),
  // "password hunter2"
  secret(
    0.6,
    new RegExp(
      `(?<![\\p{L}])(?:${PASSWORD_WORDS})[ \\t]{1,3}["'\`]?(?<value>(?=[^\\s]{0,60}\\d)(?=[^\\s]{0,60}\\p{L})[^\\s"'\`,;|<>()]{6,64})`,
      "giu",
    ),
    { accept: isPassword },
  ),
  // "The password at the cabin is …"
  secret(
    0.75,
    new RegExp(
      `(?<![\\p{L}])(?:${PASSWORD_WORDS})(?: [\\p{L}'-]{1,20}){1,6} (?:is|was|ist|lautet|est|es)(?: now)?:? ["'\`]?(?<value>[^\\s"'\`,;|<>]{6,100})`,
      "giu",
    ),
    { accept: (match) => /\d/.test(match) && /\p{L}/u.test(match) },
  ),
  secret(
    0.8,
    new RegExp(
      `(?<![A-Za-z])(?:${KEY_WORDS})(?![A-Za-z])["'*\`]{0,3}\\s{0,3}(?:(?:[:=]|=>|:=|\\|)\\s{0,3}|is\\s)["'*\`]{0,3}(?<value>[^\\s"'\`,;|<>]{6,400}(?:\\r?\\n[ \\t>]{0,8}(?=\\S{0,200}(?:\\d|[a-z][A-Z]|[+/=]))[\\w+/=-]{8,200}(?=\\s*?(?:\\n|$)))?)`,
      "gi",
    ),
    { accept: isKeyLike },
  ),
  secret(
    0.75,
    /\b(?:pin|cvv2?|cvc2?|otp|one[- ]time (?:code|password)|(?:login|access|verification|security|confirmation|door|gate|alarm|entry|unlock)[ -]?code|tan)\b(?: (?:number|code|is))?["']?\s{0,2}[:=#]?\s{0,2}(?:is )?(?<value>\d{3,8})(?![\d.,/-]*\d)/gi,
  ),
  secret(0.6, /\bcode is:? (?<value>\d{4,8})(?![\d.,/-]*\d)/gi),
  secret(
    0.9,
    /\b(?:seed phrase|recovery phrase|mnemonic)\b["']?\s{0,3}(?:is|[:=])\s{0,3}["']?(?<value>[a-z]{3,8}(?: [a-z]{3,8}){11,23})\b/gi,
  ),
];
