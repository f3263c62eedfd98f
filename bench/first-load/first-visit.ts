import type { Browser, Request } from "@playwright/test";
import type { Site } from "../../e2e/fixtures/site";
import type { BenchPage } from "../bench-page";
import type {} from "../page/first";
import type { BareStart } from "../page/first.worker";

/** One thing that was fetched; times on the wall clock, in ms. */
export interface Fetched {
  path: string;
  startMs: number;
  endMs: number;
}

/** A first visit up to the first answer; times on the wall clock, in ms. */
export interface FirstVisit {
  startMs: number;
  /** The document has arrived. */
  documentMs: number;
  /** Text can be entered and Run pressed. */
  usableMs: number;
  /** Run was pressed. */
  runMs: number;
  /** The answer has been painted. */
  answeredMs: number;
  /** What the run itself took once everything was loaded, as the app measured it. */
  workMs: number;
  fetched: Fetched[];
}

/** The bare page up to its session; `startMs` is the navigation. */
export interface BareVisit extends BareStart {
  startMs: number;
}

interface PageTimes {
  usableMs: number;
  runMs: number;
  answeredMs: number;
  total: string;
}

/** What is asked of the app on a first visit. */
export interface FirstWork {
  /** The label of the task. */
  task: string;
  text: string;
  /** Words of the answer. */
  answer: string;
  /** Between the page being usable and Run, in ms; a person has to write something. */
  delayMs: number;
}

/** Visits the app with an empty profile and has it do something as soon as the page lets it, or a while later. @throws Error */
export async function visitFirst(browser: Browser, site: Site, work: FirstWork): Promise<FirstVisit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const finished: Request[] = [];
  context.on("requestfinished", (request) => finished.push(request));
  await page.addInitScript(useAtOnce, work);
  await page.goto(site.url("/"), { waitUntil: "commit" });
  const times = await page.evaluate(() => window.firstAnswer);
  const { startMs, documentMs } = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return {
      startMs: performance.timeOrigin,
      documentMs: performance.timeOrigin + (navigation?.responseEnd ?? 0),
    };
  });
  await context.close();
  return {
    startMs,
    documentMs,
    usableMs: times.usableMs,
    runMs: times.runMs,
    answeredMs: times.answeredMs,
    workMs: readDuration(times.total),
    fetched: finished.map((request) => {
      const { startTime, responseEnd } = request.timing();
      return {
        path: new URL(request.url()).pathname,
        startMs: startTime,
        endMs: startTime + Math.max(0, responseEnd),
      };
    }),
  };
}

/** The bare page with an empty profile, up to its session. @throws Error */
export async function visitBare(browser: Browser, bench: BenchPage): Promise<BareVisit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  // Its script has run by then, and so there is something to wait for; the times are taken in the page itself.
  await page.goto(new URL("first.html", bench.url).href, { waitUntil: "load" });
  const start = await page.evaluate(() => window.bareStart);
  const startMs = await page.evaluate(() => performance.timeOrigin);
  await context.close();
  return { startMs, ...start };
}

declare global {
  interface Window {
    firstAnswer: Promise<PageTimes>;
  }
}

/** Runs in the page before the app does, so it must not refer to anything outside. */
function useAtOnce({ task, text, answer, delayMs }: FirstWork): void {
  const now = () => performance.timeOrigin + performance.now();
  const untilChanged = <Found>(look: () => Found | null) =>
    new Promise<Found>((resolve) => {
      const already = look();
      if (already !== null) return resolve(already);
      const observer = new MutationObserver(() => {
        const found = look();
        if (found === null) return;
        observer.disconnect();
        resolve(found);
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  const named = (selector: string, name: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].find((element) => element.textContent === name) ??
    null;
  const radio = (name: string) => named("label", name)?.querySelector("input") ?? null;

  window.firstAnswer = (async () => {
    const prompt = await untilChanged(() =>
      named("button", "Run") === null ? null : document.querySelector("textarea"),
    );
    const usableMs = now();
    radio(task)?.click();
    radio("On device")?.click();
    // React hears only what the element's own setter was given.
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set;
    setter?.call(prompt, text);
    prompt.dispatchEvent(new Event("input", { bubbles: true }));
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const runMs = now();
    named("button", "Run")?.click();
    const region = 'section[aria-label="On device"]';
    await untilChanged(() => {
      const status = document.querySelector(`${region} [role="status"]`)?.textContent ?? "";
      return /^(Done|Failed|Stopped|Not started)$/.test(status) ? status : null;
    });
    if (!document.querySelector(`${region} [data-testid="output"]`)?.textContent?.includes(answer)) {
      throw new Error(
        `the first run gave something else than “${answer}”: ${document.querySelector(region)?.textContent}`,
      );
    }
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    const answeredMs = now();
    const row = [...document.querySelectorAll(`${region} dl > div`)].find(
      (each) => each.querySelector("dt")?.textContent === "Total",
    );
    return { usableMs, runMs, answeredMs, total: row?.querySelector("dd")?.textContent ?? "" };
  })();
}

/** `12 ms` or `1.23 s`, as the app shows it. @throws Error when it is neither */
function readDuration(shown: string): number {
  const [, number, unit] = /^([\d.,]+)\s*(ms|s)$/.exec(shown.trim()) ?? [];
  if (number === undefined) throw new Error(`“${shown}” is no duration`);
  return Number(number.replaceAll(",", "")) * (unit === "s" ? 1000 : 1);
}
