import { replaceInView, type TextView } from "./text-view";

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  commat: "@",
  period: ".",
  colon: ":",
  hyphen: "-",
  dash: "-",
  ndash: "-",
  mdash: "-",
  num: "#",
  sol: "/",
  lowbar: "_",
  plus: "+",
  equals: "=",
  lpar: "(",
  rpar: ")",
  ensp: " ",
  emsp: " ",
  thinsp: " ",
  shy: "",
  zwnj: "",
  zwj: "",
  percnt: "%",
  dollar: "$",
  excl: "!",
  ast: "*",
};
const TAGS =
  "a|abbr|b|bdi|bdo|big|br|code|del|div|em|font|i|ins|kbd|li|mark|p|pre|q|s|small|span|strong|sub|sup|td|th|tr|tt|u|var|wbr";
/** Entities, escapes of JSON and Markdown, percent signs, marks of Markdown and tags. */
const ESCAPED = new RegExp(
  [
    "&#(?<decimal>\\d{1,7});?",
    "&#x(?<hexadecimal>[0-9a-f]{1,6});?",
    "&(?<name>[a-z]{2,8});",
    "\\\\u(?<unit>[0-9a-f]{4})",
    "\\\\u\\{(?<point>[0-9a-f]{1,6})\\}",
    "\\\\x(?<byte>[0-9a-f]{2})",
    "\\\\(?<control>[nrt])",
    "\\\\(?<sign>[!-/:-@[-`{-~])",
    "(?<percent>(?:%[0-9a-f]{2})+)",
    "(?<mark>\\*{1,3}|_{2,3}|~~|`{1,3})",
    `(?<tag></?(?:${TAGS})(?:\\s[^<>]{0,300})?/?>|<!--[^<>]{0,200}-->)`,
  ].join("|"),
  "gi",
);
const ANY_ESCAPE = /[&\\%*`~<]|__/;

/** The same text as it is read: entities, escapes and percent signs decoded, marks of Markdown and tags taken out. */
export function unescapeText(view: TextView): TextView {
  if (!ANY_ESCAPE.test(view.text)) return view;
  return replaceInView(view, ESCAPED, ({ 0: whole, groups = {} }) => {
    if (groups.mark !== undefined || groups.tag !== undefined) return "";
    if (groups.name !== undefined) return NAMED[groups.name.toLowerCase()] ?? whole;
    if (groups.sign !== undefined) return groups.sign;
    if (groups.control !== undefined) return groups.control.toLowerCase() === "t" ? "\t" : "\n";
    if (groups.percent !== undefined) return decodePercent(groups.percent);
    const code = groups.decimal ?? groups.hexadecimal ?? groups.unit ?? groups.point ?? groups.byte ?? "";
    return fromCode(Number.parseInt(code, groups.decimal === undefined ? 16 : 10), whole);
  });
}

function fromCode(code: number, otherwise: string): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
