import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("router-score.mjs", import.meta.url));

/** Runs the script as a user does. */
function score(input) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT]);
    let out = "";
    let problems = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      problems += text;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({
        code,
        problems,
        rows: out
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      }),
    );
    child.stdin.end(input);
  });
}

describe("router:score", () => {
  it("scores each line and goes on after lines it cannot use", async () => {
    const huge = `${"word ".repeat(200_000)}\u2028 and a separator`;
    const { code, rows, problems } = await score(
      [
        '\ufeff{"id":"first","prompt":"Prove that there are infinitely many primes."}\r',
        "",
        '{"id":2,"prompt":"Say hello."}',
        '{"prompt":"no id"}',
        "not json",
        '{"id":"none"}',
        '{"id":"number","prompt":7}',
        "[1]",
        "null",
        '{"id":"turns","prompt":[{"role":"user","content":"Prove it."},{"role":"assistant","content":"no"},"And then?"]}',
        JSON.stringify({ id: "huge", prompt: huge }),
        '{"id":"last","prompt":""}',
      ].join("\n"),
    );
    expect(code).toBe(0);
    expect(rows.map(({ id }) => id)).toEqual([
      "first",
      2,
      4,
      5,
      "none",
      "number",
      8,
      9,
      "turns",
      "huge",
      "last",
    ]);
    for (const row of rows) expect(row.score > 0 && row.score < 1, JSON.stringify(row)).toBe(true);
    expect(rows[0].score).toBeGreaterThan(rows[1].score);
    expect(problems.trim().split("\n")).toEqual([
      "line 4 has no id, so its line number stands for it",
      "line 5 is not JSON",
      "line 6 has no prompt that is text",
      "line 7 has no prompt that is text",
      "line 8 is not an object",
      "line 9 is not an object",
    ]);
  }, 60_000);

  it("writes nothing for no input", async () => {
    expect(await score("")).toEqual({ code: 0, problems: "", rows: [] });
  }, 60_000);
});
