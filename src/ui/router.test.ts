import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAGE_PATHS, type PageName, pageOf, pathOf } from "./router";

const PAGES = Object.keys(PAGE_PATHS) as PageName[];

describe("router", () => {
  it.each(["/", "/nearside/", "/a/b/"])("finds every page again under the base path %s", (base) => {
    for (const page of PAGES) {
      expect(pageOf(pathOf(page, base), base)).toBe(page);
      expect(pageOf(`${pathOf(page, base)}/`, base)).toBe(page);
    }
  });

  it("knows the start page by its file", () => {
    expect(pageOf("/nearside/index.html", "/nearside/")).toBe("work");
    expect(pageOf("/nearside", "/nearside/")).toBe("work");
  });

  it("does not take other addresses for a page", () => {
    expect(pageOf("/nope", "/")).toBeNull();
    expect(pageOf("/models/x", "/")).toBeNull();
    expect(pageOf("/nearsidex/models", "/nearside/")).toBeNull();
    expect(pageOf("/models", "/nearside/")).toBeNull();
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pathname, base) => {
        const page = pageOf(pathname, base);
        expect(page === null || PAGES.includes(page)).toBe(true);
      }),
    );
  });
});
