import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Redaction } from "../../core/privacy";
import { createRestorer, restoreText } from "./create-restorer";

const REDACTIONS: Redaction[] = [
  { placeholder: "PERSON_1", original: "Ann Lee", label: "person" },
  { placeholder: "PERSON_1_2", original: "Lee", label: "person" },
  { placeholder: "PERSON_10", original: "Zed", label: "person" },
  { placeholder: "EMAIL_1", original: "ann@lee.org", label: "email" },
  { placeholder: "SECRET_1", original: 'a"b\\c\nd', label: "secret" },
  { placeholder: "SECRET_URL_1", original: "https://a:b@c.d", label: "url-with-credentials" },
  { placeholder: "URL_1", original: "https://e.f", label: "url" },
  { placeholder: "PLACE_1", original: "Graz", label: "place" },
  { placeholder: "MY_LABEL_1", original: "Bluebird", label: "my label" },
];
const restored = (text: string) => restoreText(text, REDACTIONS);

describe("restoring", () => {
  it.each([
    ["PERSON_1 and PERSON_10", "Ann Lee and Zed"],
    ["PERSON_1_2, PERSON_1.", "Lee, Ann Lee."],
    ["PERSON_1's, PERSON_1s, PERSON_1’s", "Ann Lee's, Ann Lees, Ann Lee’s"],
    ["**PERSON_1** _PERSON_1_ `PERSON_1` [PERSON_1](x)", "**Ann Lee** _Ann Lee_ `Ann Lee` [Ann Lee](x)"],
    ["PERSON\\_1 and PERSON\\_1\\_2", "Ann Lee and Lee"],
    [
      "person_1, Person_1, Person 1, PERSON 1, PERSON-1, PERSON1",
      "Ann Lee, Ann Lee, Ann Lee, Ann Lee, Ann Lee, Ann Lee",
    ],
    ["the URL_1 of SECRET_URL_1", "the https://e.f of https://a:b@c.d"],
    ["SECRET URL_1", "SECRET https://e.f"],
    ["MY\\_LABEL\\_1 flies", "Bluebird flies"],
    ["Place 1 cup of flour in place 1", "Place 1 cup of flour in place 1"],
    ["XPERSON_1 and PERSON_12 and PERSON_1234567", "XPERSON_1 and PERSON_12 and PERSON_1234567"],
    ["PERSON_1PERSON_10", "Ann LeeZed"],
    ["```js\nconst a = PERSON_1;\n```", "```js\nconst a = Ann Lee;\n```"],
    ["", ""],
  ])("%j gives %j", (text, expected) => {
    expect(restored(text).text).toBe(expected);
  });

  it.each([
    ['{"key": "SECRET_1"}', { key: 'a"b\\c\nd' }],
    ['{"SECRET_1": [1, "x SECRET\\u005f1", "PERSON_1"]}', { 'a"b\\c\nd': [1, "x SECRET_1", "Ann Lee"] }],
    ['[{"a": "\\"SECRET_1\\""}]', [{ a: '"a"b\\c\nd"' }]],
    ['\n {\n "a": "SECRET_1"}', { a: 'a"b\\c\nd' }],
  ])("keeps JSON readable: %s", (text, expected) => {
    expect(JSON.parse(restored(text).text)).toEqual(expected);
  });

  it("escapes in a code block of JSON, and nowhere else", () => {
    const text =
      'Say "SECRET_1":\n\n```json\n{"a": "SECRET_1"}\n```\n\n"SECRET_1"\n\n```sh\necho "SECRET_1"\n```';
    const raw = 'a"b\\c\nd';
    expect(restored(text).text).toBe(
      `Say "${raw}":\n\n\`\`\`json\n{"a": "a\\"b\\\\c\\nd"}\n\`\`\`\n\n"${raw}"\n\n\`\`\`sh\necho "${raw}"\n\`\`\``,
    );
  });

  it("does not escape twice what was escaped for JSON when it was taken out", () => {
    const redactions: Redaction[] = [
      { placeholder: "SECRET_1", original: 'a\\"b', label: "secret", isJson: true },
    ];
    expect(restoreText('{"a": "SECRET_1"}', redactions).text).toBe('{"a": "a\\"b"}');
  });

  it("marks what the model made up, and leaves it", () => {
    const text = "PERSON_7 told PERSON\\_7 and EMAIL_2, PHONE_1; dear PERSON, see phone_1 and Person 9";
    expect(restored(text)).toEqual({ text, unresolved: ["PERSON_7", "EMAIL_2", "PHONE_1", "PERSON"] });
    expect(restored("PERSON_1 and PERSON_1_9").unresolved).toEqual(["PERSON_1_9"]);
    expect(restoreText(text, [])).toEqual({ text, unresolved: [] });
  });
});

describe("restoring a stream", () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        "PERSON_1",
        "PERSON_10",
        "PERSON_1_2",
        "PERSON\\_1",
        "Person 1",
        "EMAIL_1",
        "SECRET_1",
        "SECRET_URL_1",
        "URL_1",
        "PERSON_7",
        "PERSON",
        "_",
        "\\",
        '"',
        "{",
        "}",
        "```json\n",
        "```",
        "\n",
        " ",
        "1",
        "s",
        "PER",
        "SECRET",
        "MY_",
        "LABEL_1",
      ),
      fc.string({ maxLength: 4 }),
    ),
  );

  it("gives the same however it is cut, and what it shows is never taken back", () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (parts, sizes) => {
        const text = parts.join("");
        const restorer = createRestorer(REDACTIONS);
        let shown = "";
        for (let index = 0, at = 0; at < text.length; index++) {
          const size = sizes[index % sizes.length] ?? 1;
          shown += restorer.push(text.slice(at, at + size));
          at += size;
        }
        shown += restorer.end();
        const whole = restored(text);
        expect(shown).toBe(whole.text);
        expect(restorer.unresolved).toEqual(whole.unresolved);
      }),
      { numRuns: 3000 },
    );
  });

  it("holds back no more than what may become a placeholder", () => {
    const restorer = createRestorer(REDACTIONS);
    expect(restorer.push("Hello, P")).toBe("Hello, ");
    expect(restorer.push("lease wait")).toBe("Please wait");
    expect(restorer.push(" PERSON_1")).toBe(" ");
    expect(restorer.push("0 ")).toBe("Zed ");
    expect(restorer.push("and PERSON\\")).toBe("and ");
    expect(restorer.push("_1")).toBe("");
    expect(restorer.push("!")).toBe("Ann Lee!");
    expect(restorer.end()).toBe("");
  });

  it("shows text without redactions at once", () => {
    const restorer = createRestorer([]);
    expect(restorer.push("PERSON_")).toBe("PERSON_");
  });
});
