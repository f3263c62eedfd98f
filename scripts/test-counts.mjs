/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts of Vitest's JSON report. A file that could not be loaded has no tests but has failed.
 * @returns {Counts | null} null for a missing report
 */
export function countVitest(report) {
  if (!report) return null;
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Counts of Playwright's JSON report. A test that passed at its second try has passed.
 * @returns {Counts | null} null for a missing report
 */
export function countPlaywright(report) {
  if (!report) return null;
  const { expected, flaky, unexpected, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}

/**
 * The closing lines: which parts failed, then the sum. A part that failed without a failed test counts as one
 * failure, so that the last line never says "0 failed" of a run that failed.
 * @param {{ title: string, ok: boolean, counts?: Counts | null }[]} parts
 */
export function summarise(parts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const { title, ok, counts } of parts) {
    const found = counts ?? { passed: 0, failed: 0, skipped: 0 };
    const ranNothing = counts !== undefined && found.passed + found.failed === 0;
    const failed = found.failed > 0 ? found.failed : ok && !ranNothing ? 0 : 1;
    total.passed += found.passed;
    total.failed += failed;
    total.skipped += found.skipped;
    if (failed > 0) lines.push(`${title} failed${ranNothing ? ": no test was run" : ""}; see above.`);
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  lines.push(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return { lines, ok: total.failed === 0 };
}
