import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TextSpan } from "../../core/output";
import { detectPatterns, withPatternSpans } from "./detect-patterns";
import { mergeSpans } from "./merge-spans";
import { passesIban, passesLuhn } from "./patterns/checksums";

const found = (text: string): [string, string][] =>
  detectPatterns(text).map(({ start, end, label }) => [label, text.slice(start, end)]);

describe("patterns", () => {
  it.each([
    ["email", "write to ann.lee+x@mail.example.co.uk, please", "ann.lee+x@mail.example.co.uk"],
    ["card-number", "card 4111 1111 1111 1111.", "4111 1111 1111 1111"],
    ["card-number", "378282246310005", "378282246310005"],
    ["iban", "IBAN DE89 3704 0044 0532 0130 00 today", "DE89 3704 0044 0532 0130 00"],
    ["card-number", "4111 1111 1111 1111 123 09/27", "4111 1111 1111 1111"],
    ["card-number", "in 2024 4111 1111 1111 1111", "4111 1111 1111 1111"],
    ["iban", "DE89 3704 0044 0532 0130 00 BIC COBADEFF", "DE89 3704 0044 0532 0130 00"],
    ["iban", "GB82WEST12345698765432", "GB82WEST12345698765432"],
    ["national-id", "SSN 536-90-4399", "536-90-4399"],
    ["national-id", "NINO AB 12 34 56 C", "AB 12 34 56 C"],
    ["national-id", "Steuer-ID 86 095 742 719", "86 095 742 719"],
    ["national-id", "DNI 12345678Z", "12345678Z"],
    ["national-id", "NIE X1234567L", "X1234567L"],
    ["national-id", "codice RSSMRA85T10A562S", "RSSMRA85T10A562S"],
    ["national-id", "numéro 2 69 05 49 588 157 80", "2 69 05 49 588 157 80"],
    ["national-id", "BSN: 111222333", "111222333"],
    ["phone", "+44 20 7946 0018 4111 1111 1111 1111", "+44 20 7946 0018"],
    ["phone", "in room 4 +44 20 7946 0018", "+44 20 7946 0018"],
    ["ip-address", "host 192.168.10.254 is up", "192.168.10.254"],
    ["ip-address", "at 2001:db8::8a2e:370:7334 now", "2001:db8::8a2e:370:7334"],
    ["mac-address", "nic 00:1A:2b:3C:4d:5E", "00:1A:2b:3C:4d:5E"],
    ["secret", "key sk-proj-abcdefghij0123456789XYZ", "sk-proj-abcdefghij0123456789XYZ"],
    ["secret", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"],
    ["secret", "password: hunter2hunter2", "hunter2hunter2"],
    [
      "url-with-credentials",
      "postgres://app:s3cret@db.internal:5432/x",
      "postgres://app:s3cret@db.internal:5432/x",
    ],
    ["date-of-birth", "Born on 12 March 1984 in Graz", "12 March 1984"],
    ["date-of-birth", "DOB: 1984-03-12", "1984-03-12"],
    ["phone", "ring +44 20 7946 0958 now", "+44 20 7946 0958"],
    ["phone", "call me at 0664 123 4567", "0664 123 4567"],
    ["phone", "(415) 555-2671", "(415) 555-2671"],
  ])("finds %s in: %s", (label, text, value) => {
    expect(found(text)).toContainEqual([label, value]);
  });

  it("hides a whole private key", () => {
    const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nabc=\n-----END RSA PRIVATE KEY-----";
    expect(found(`see ${key} end`)).toEqual([["secret", key]]);
  });

  it.each([
    "card 4111 1111 1111 1112",
    "version 1.2.3.4.5 and 300.1.2.3",
    "order 2024-10-12, 3 of 12, at 10:45:30",
    "IBAN DE89 3704 0044 0532 0130 01",
    "SSN 000-12-3456 and 666-12-3456",
    "DNI 12345678A",
    "std::vector and a::b",
    "The token of love",
    "In 1984 she was born",
    "pi is 3.14159265358979",
  ])("leaves alone: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("finds every planted card and IBAN whatever stands around it", () => {
    const cards = fc.stringMatching(/^4\d{14}$/).map((base) => {
      const check = [..."0123456789"].find((digit) => passesLuhn(base + digit)) ?? "";
      return base + check;
    });
    const ibans = fc.stringMatching(/^\d{18}$/).map((account) => {
      for (let check = 2; check < 99; check++) {
        const iban = `DE${String(check).padStart(2, "0")}${account}`;
        if (passesIban(iban)) return iban;
      }
      throw new Error("no check digits");
    });
    const around = fc.string({ unit: "grapheme" }).map((text) => `${text} `);
    fc.assert(
      fc.property(around, fc.oneof(cards, ibans), around, (before, secret, after) => {
        const text = `${before}${secret} ${after}`;
        const start = before.length;
        const covered = new Set<number>();
        for (const span of detectPatterns(text)) {
          for (let index = span.start; index < span.end; index++) covered.add(index);
        }
        for (let index = start; index < start + secret.length; index++) expect(covered.has(index)).toBe(true);
      }),
    );
  });
});

describe("merging spans", () => {
  const spans = fc.array(
    fc
      .record({
        start: fc.nat(60),
        size: fc.integer({ min: 0, max: 20 }),
        score: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ start, size, score }): TextSpan => ({ start, end: start + size, score, label: "x" })),
  );

  it("covers exactly the union, sorted and without overlaps", () => {
    fc.assert(
      fc.property(spans, (given) => {
        const merged = mergeSpans(given);
        const positions = (list: readonly TextSpan[]) =>
          new Set(
            list.flatMap(({ start, end }) =>
              Array.from({ length: end - start }, (_, index) => start + index),
            ),
          );
        expect(positions(merged)).toEqual(positions(given));
        for (const [index, span] of merged.entries()) {
          expect(span.start).toBeLessThan(span.end);
          const next = merged[index + 1];
          if (next) expect(span.end).toBeLessThanOrEqual(next.start);
        }
      }),
    );
  });

  it("lets a checksummed number win over the tagger", () => {
    const text = "DE89370400440532013000";
    const merged = withPatternSpans(text, [{ start: 0, end: 10, label: "organisation", score: 0.6 }]);
    expect(merged).toMatchObject([{ start: 0, end: 22, label: "iban" }]);
  });
});
