import { describe, expect, it } from "vitest";
import type { TaughtExample } from "../../../core/taught";
import { madeExamples, withoutSense } from "../test-support/made-examples";
import { suggestNext } from "./suggest";
import { trainClassifier } from "./train-classifier";
import { openClassifier } from "./use-classifier";

/** Share of fresh texts that are labelled rightly. */
function accuracyOn(fresh: readonly TaughtExample[], judge: ReturnType<typeof openClassifier>): number {
  return fresh.filter(({ text, label }) => judge(text).labels[0]?.label === label).length / fresh.length;
}

describe("trainClassifier", () => {
  it.each([30, 100, 300])("says of itself what it then does on new texts, for %i examples", (count) => {
    const { weights, report } = trainClassifier(madeExamples(count, ["invoice", "holiday", "weather"]));
    const fresh = madeExamples(600, ["invoice", "holiday", "weather"], 77);
    const real = accuracyOn(fresh, openClassifier(weights));
    expect(report.interval[0]).toBeLessThanOrEqual(real + 0.03);
    expect(report.interval[1]).toBeGreaterThanOrEqual(real - 0.03);
    expect(real).toBeGreaterThan(0.7);
  });

  it("is no better than guessing where the labels have nothing to do with the texts, and says so", () => {
    const { report } = trainClassifier(withoutSense(madeExamples(200)));
    expect(report.interval[0]).toBeLessThan(report.majorityShare);
    expect(report.correct / report.tested).toBeLessThan(0.62);
  });

  it("is not taken in by doubles: copies of texts without sense do not raise its accuracy", () => {
    const examples = withoutSense(madeExamples(60));
    const copies = examples.map(({ text, label }, index) => ({
      text: `${text.toUpperCase()} ${index}!`,
      label,
    }));
    const { report } = trainClassifier([...examples, ...copies, ...examples]);
    expect(report.tested).toBe(120);
    expect(report.correct / report.tested).toBeLessThan(0.68);
  });

  it("counts every judged example once in the confusion table", () => {
    const { report } = trainClassifier(madeExamples(90, ["invoice", "holiday", "weather"]));
    const cells = report.confusion.flat();
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(report.tested);
    expect(report.scores.map(({ examples }) => examples)).toEqual([30, 30, 30]);
    const right = report.confusion.map((row, each) => row[each] ?? 0);
    expect(right.reduce((sum, count) => sum + count, 0)).toBe(report.correct);
  });

  it("finds an example whose label is a mistake", () => {
    const examples = madeExamples(80);
    const wrong = { text: "payment of the invoice amount due to our bank account", label: "holiday" };
    expect(trainClassifier([...examples, wrong]).report.doubtful.map(({ text }) => text)).toContain(
      wrong.text,
    );
  });

  it("learns a rare label too", () => {
    const examples = [...madeExamples(90, ["invoice"]), ...madeExamples(10, ["holiday"])];
    const judge = openClassifier(trainClassifier(examples).weights);
    expect(accuracyOn(madeExamples(100, ["holiday"], 5), judge)).toBeGreaterThan(0.6);
    expect(accuracyOn(madeExamples(100, ["invoice"], 6), judge)).toBeGreaterThan(0.8);
  });

  it("gives the same weights and report for the same examples", () => {
    expect(trainClassifier(madeExamples(50))).toEqual(trainClassifier(madeExamples(50)));
  });

  it("works with two examples of two labels", () => {
    const { weights, report } = trainClassifier([
      { text: "yes", label: "a" },
      { text: "yes please", label: "a" },
      { text: "no", label: "b" },
      { text: "no thanks", label: "b" },
    ]);
    expect(report.folds).toBe(2);
    expect(openClassifier(weights)("no").labels[0]?.label).toBe("b");
  });

  it("works in scripts without spaces and in others than Latin", () => {
    const examples = [
      ..."请付款给我们的账户 发票金额已到期 账单需要支付 请尽快支付发票 付款已经逾期"
        .split(" ")
        .map((text) => ({ text, label: "钱" })),
      ..."今天天气很好 明天会下雨 外面正在下雪 周末是晴天 今天风很大"
        .split(" ")
        .map((text) => ({ text, label: "天" })),
      ..."оплатите счёт сегодня;платёж по счёту просрочен;счёт на оплату;сумма платежа"
        .split(";")
        .map((text) => ({ text, label: "счёт" })),
    ];
    const judge = openClassifier(trainClassifier(examples).weights);
    expect(judge("明天下雪").labels[0]?.label).toBe("天");
    expect(judge("发票付款").labels[0]?.label).toBe("钱");
    expect(judge("новый счёт").labels[0]?.label).toBe("счёт");
  });

  it("is unsure of a text in which it knows nothing", () => {
    const judge = openClassifier(trainClassifier(madeExamples(100)).weights);
    expect(judge("qzx").isUnsure).toBe(true);
    expect(judge("invoice payment amount due bank account total").isUnsure).toBe(false);
  });

  it("takes text of any kind without failing", () => {
    const odd = ["", " ", "\ud800", "a".repeat(100_000), "👍".repeat(5000), "\u0000", "<script>"];
    const examples = odd.flatMap((text, index) => [
      { text, label: `${index % 2}` },
      { text: `${text} x`, label: `${index % 2}` },
    ]);
    const judge = openClassifier(trainClassifier(examples).weights);
    for (const text of odd) {
      const sum = judge(text).labels.reduce((total, { score }) => total + score, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });
});

describe("suggestNext", () => {
  const { weights } = trainClassifier(madeExamples(100));

  it("prefers what it is unsure of, leaves out what it was taught, and does not pick the same twice", () => {
    const taught = madeExamples(100).map(({ text }) => text);
    const clear = "invoice payment amount due bank account total";
    const unclear = ["the hotel sent an invoice", "The hotel sent an INVOICE!", "flight payment"];
    const picked = suggestNext([clear, ...unclear, ...taught, " "], taught, weights, 2).map(
      ({ text }) => text,
    );
    expect(picked).toHaveLength(2);
    expect(picked).not.toContain(clear);
    expect(new Set(picked.map((text) => text.toLowerCase().replace("!", ""))).size).toBe(2);
  });

  it("gives no more than there are", () => {
    expect(suggestNext([], [], weights, 5)).toEqual([]);
    expect(suggestNext(["one text"], [], weights, 5)).toHaveLength(1);
  });
});
