import { describe, expect, it } from "vitest";
import { modelHostProblem } from "./model-host";

describe("modelHostProblem", () => {
  it.each([
    ["https://models.example.org", null],
    ["https://models.example.org/mirror/", null],
    ["http://127.0.0.1:8080", null],
    ["http://localhost:8080/mirror", null],
    ["http://app.intranet", null],
    ["http://other.intranet", "not-https"],
    ["ftp://models.example.org", "not-https"],
    ["javascript:alert(1)", "not-https"],
    ["models.example.org", "not-an-address"],
    ["", "not-an-address"],
    ["https://me:secret@models.example.org", "has-password"],
  ] as const)("%s: %s", (text, problem) => {
    expect(modelHostProblem(text, "http://app.intranet")).toBe(problem);
  });
});
