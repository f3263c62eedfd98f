/**
 * What a browser can find out about an address that a call to it failed: it answers pages (`open`), it answers but
 * lets no page read it (`shut`, CORS), or nothing can be told: no such host, nothing listening, no network.
 */
export type Reachability = "open" | "shut" | "unknown";

/** Asks an address without a body, a key or a cookie whether anything is there. Never throws. */
export type ProbeEndpoint = (url: string, signal: AbortSignal) => Promise<Reachability>;

/** The longest that a person is kept waiting for a better explanation, in ms. */
const LIMIT_MS = 3_000;
/** How long after a blocked answer the browser may take to report it, in ms. */
const REPORT_MS = 1_000;

/** See {@link ProbeEndpoint}. */
export const probeEndpoint: ProbeEndpoint = async (url, signal) => {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  if (await answers(url, "cors", stop)) return "open";
  const blocked = watchBlockedAnswers(url);
  const opaque = await answers(url, "no-cors", stop);
  return opaque || (await blocked.seen(stop)) ? "shut" : "unknown";
};

async function answers(url: string, mode: RequestMode, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      mode,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      // An opaque request may do nothing but follow; it carries nothing that another address could learn.
      redirect: mode === "no-cors" ? "follow" : "manual",
      signal,
    });
    void response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/**
 * In a cross-origin isolated page an opaque answer is blocked, and looks like no answer at all but for a report, which
 * browsers with a `ReportingObserver` make.
 */
function watchBlockedAnswers(url: string) {
  let seen = false;
  let wake = () => {};
  const note = (reports: readonly Report[]) => {
    seen ||= reports.some(({ type, body }) => type === "coep" && isAbout(url, body));
    if (seen) wake();
  };
  const observer =
    typeof ReportingObserver === "undefined" ? null : new ReportingObserver(note, { types: ["coep"] });
  observer?.observe();
  return {
    async seen(signal: AbortSignal): Promise<boolean> {
      if (observer === null) return false;
      note(observer.takeRecords());
      if (!seen && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, REPORT_MS);
        });
      }
      observer.disconnect();
      return seen;
    },
  };
}

/** Chrome gives the fields of these reports in their JSON form alone. */
function isAbout(url: string, body: { toJSON?(): unknown } | null | undefined): boolean {
  const fields: unknown = body?.toJSON?.();
  return typeof fields === "object" && fields !== null && "blockedURL" in fields && fields.blockedURL === url;
}
