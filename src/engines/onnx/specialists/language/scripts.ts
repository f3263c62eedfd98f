/** Scripts that one language of note is written in: the script alone names it. */
const SCRIPT_LANGUAGES: readonly (readonly [script: string, language: string])[] = [
  ["Armenian", "hy"],
  ["Bopomofo", "zh"],
  ["Canadian_Aboriginal", "iu"],
  ["Cherokee", "chr"],
  ["Georgian", "ka"],
  ["Greek", "el"],
  ["Gujarati", "gu"],
  ["Gurmukhi", "pa"],
  ["Hangul", "ko"],
  ["Hebrew", "he"],
  ["Hiragana", "ja"],
  ["Kannada", "kn"],
  ["Katakana", "ja"],
  ["Khmer", "km"],
  ["Lao", "lo"],
  ["Malayalam", "ml"],
  ["Mongolian", "mn"],
  ["Myanmar", "my"],
  ["Nko", "nqo"],
  ["Ol_Chiki", "sat"],
  ["Oriya", "or"],
  ["Sinhala", "si"],
  ["Syriac", "syr"],
  ["Tamil", "ta"],
  ["Telugu", "te"],
  ["Thaana", "dv"],
  ["Thai", "th"],
  ["Tibetan", "bo"],
  ["Tifinagh", "zgh"],
  ["Vai", "vai"],
];
/** Scripts of several languages, which letters or n-grams must tell apart. */
const SHARED_SCRIPTS = ["Arabic", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Han", "Latin"] as const;

/**
 * Letters beyond the common ones of a script, by language. Languages that n-grams know stand here too, so that their
 * letters do not speak for another. (`ku` is Sorani, which is written in Arabic letters.)
 */
const ALPHABETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Arabic: {
    fa: "پچژگکی",
    ku: "ڕڵێۆەڤپچژگکی",
    ps: "ټډړښځڅګۍېپچژکی",
    sd: "ٻڀٿٺڊڏڌڇڄڃڙڦڪڳڱڻپچگھ",
    ug: "ېۇۆۈۋەڭپچژگ",
    ur: "ٹڈڑںھہےپچژگکی",
  },
  Bengali: { as: "ৰৱ" },
  Cyrillic: {
    ab: "ҕӷҟқҧҭҳҷҵҽҿҩәџԥӡ",
    ba: "әғҙҡңөҫүһ",
    be: "іў",
    cv: "ӑӗҫӳ",
    kk: "әғқңөұүһі",
    ky: "ңөү",
    mk: "јљњџѓќѕ",
    mn: "өү",
    os: "ӕ",
    sah: "ҕҥөһү",
    sr: "јљњћђџ",
    tg: "ғӣқӯҳҷ",
    tt: "әҗңөүһ",
    uk: "іїєґ",
  },
  Latin: { cy: "ŵŷ", eo: "ĉĝĥĵŝŭ", ha: "ɓɗƙ", kab: "ɣɛ", mt: "ħċġ" },
};
/** A letter that a language lacks weighs as much against it as this many that it has. */
const FOREIGN_LETTER = 3;
/** Chinese text with a Japanese name in it is still Chinese. */
const HAN_A_KANA = 20;
const LETTER = /\p{L}/u;
const PATTERNS = [...SCRIPT_LANGUAGES.map(([script]) => script), ...SHARED_SCRIPTS].map(
  (script) => [script, new RegExp(`\\p{Script=${script}}`, "u")] as const,
);
const CACHE_LIMIT = 20_000;
const scriptCache = new Map<string, string>();
const LANGUAGE_OF = new Map<string, string>(SCRIPT_LANGUAGES);

/** What scripts and letters say of a stretch of text. */
export interface ScriptEvidence {
  /** Letters in it, of any script. */
  letters: number;
  /** How often each stands there, in small letters. */
  counts: ReadonlyMap<string, number>;
  /** The languages that script or letters name; several where they fit alike, none where only n-grams can tell. */
  languages: readonly string[];
}

/** Looks at the letters of a short text: the script with most of them decides, then the letters only some have. */
export function readScripts(text: string): ScriptEvidence {
  const scripts = new Map<string, number>();
  const counts = new Map<string, number>();
  let letters = 0;
  for (const character of text.toLowerCase()) {
    if (!LETTER.test(character)) continue;
    letters += 1;
    counts.set(character, (counts.get(character) ?? 0) + 1);
    const script = scriptOf(character);
    scripts.set(script, (scripts.get(script) ?? 0) + 1);
  }
  const kana = (scripts.get("Hiragana") ?? 0) + (scripts.get("Katakana") ?? 0);
  const han = scripts.get("Han") ?? 0;
  // Japanese mixes three scripts, none of which need have most letters.
  if (kana + han > letters / 2)
    return { letters, counts, languages: [kana * HAN_A_KANA > han ? "ja" : "zh"] };
  const [script, count] = [...scripts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [
    "other",
    0,
  ] as [string, number]);
  if (count <= letters / 2) return { letters, counts, languages: [] };
  const language = LANGUAGE_OF.get(script);
  return {
    letters,
    counts,
    languages: language === undefined ? languagesByLetters(script, counts) : [language],
  };
}

function scriptOf(character: string): string {
  const known = scriptCache.get(character);
  if (known !== undefined) return known;
  const script = PATTERNS.find(([, pattern]) => pattern.test(character))?.[0] ?? "other";
  if (scriptCache.size >= CACHE_LIMIT) scriptCache.clear();
  scriptCache.set(character, script);
  return script;
}

function languagesByLetters(script: string, counts: ReadonlyMap<string, number>): readonly string[] {
  const alphabets = Object.entries(ALPHABETS[script] ?? {});
  const special = [...counts].filter(([letter]) => alphabets.some(([, letters]) => letters.includes(letter)));
  if (special.length === 0) return [];
  const weighed = alphabets.map(([language, letters]) => {
    const weights = special.map(([letter, count]) =>
      letters.includes(letter) ? count : -FOREIGN_LETTER * count,
    );
    return { language, weight: weights.reduce((sum, weight) => sum + weight, 0) };
  });
  const most = Math.max(...weighed.map(({ weight }) => weight));
  if (most <= 0) return [];
  return weighed.filter(({ weight }) => weight === most).map(({ language }) => language);
}
