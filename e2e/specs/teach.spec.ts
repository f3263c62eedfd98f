import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures/test";
import { historyEntries } from "../pages/history-page";
import { LIKE, newSpecialist, part, teachByBoxes, train } from "../pages/teach-page";

test("two boxes become a specialist that works on Work, and nothing of it leaves the page", async ({
  app,
  endpoint,
  network,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  network.clear();
  await newSpecialist(app, "Urgent mail");
  await teachByBoxes(app);
  const report = part(app, "How good it is");
  await expect(report).toContainText(/\d+ of 24 right/);
  await expect(report.getByRole("table").first()).toContainText("said “like this”");
  await page.getByLabel("A text to try").fill("The server outage is here");
  await expect(part(app, "Try it").getByRole("status")).toContainText("like this");

  await page.getByLabel("Texts or a table").fill("server outage alarm\n=lunch party coffee");
  await page.getByRole("button", { name: "Run on all" }).click();
  await expect(part(app, "Use it on many texts").getByRole("row")).toHaveCount(3);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const csv = await readFile(await (await saved).path(), "utf8");
  expect(csv).toContain("text,label,probability,sure\r\nserver outage alarm,like this,");
  expect(csv).toContain("\r\n'=lunch party coffee,not like this,");

  await page.getByRole("button", { name: "Use on Work" }).click();
  await app.run({ task: "My specialist", route: "Auto", text: "The broken server is down" });
  await app.expectEnd("On device");
  await expect(app.output("On device").getByRole("listitem").first()).toContainText("like this");
  await expect(app.receipt).toContainText("What you taught here is used here alone.");

  await app.run({ task: "My specialist", route: "Cloud", text: "The broken server is down" });
  await expect(app.region("Cloud")).toContainText("Your own specialists work on this device only");
  // The app may still fetch files of its own; no request says anything, and none goes anywhere else.
  network.expectOnlyOwnFiles(app.site.origin);
  expect(endpoint.completions()).toEqual([]);
});

test("a CSV file teaches several labels, names the rows it leaves out, and what to label next is labelled by key", async ({
  app,
  page,
}) => {
  await app.goto();
  await newSpecialist(app, "Three kinds");
  await page.getByRole("radio", { name: "CSV" }).check();
  const rows = ["sun,weather", "rain,weather", "goal,sport", "match,sport", "bank,money", "loan,money"];
  const lines = rows.flatMap((row, place) => {
    const [word, label] = row.split(",");
    return [`"We saw, again, the ${word}",${label}`, `One more ${word} ${place},${label}`];
  });
  await page.getByLabel("Choose a file…").setInputFiles({
    name: "texts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(["\ufefftext,label", ...lines, ",money", "no label"].join("\r\n")),
  });
  await expect(page.getByText("12 examples found.")).toBeVisible();
  await expect(page.getByText("Line 14: no text")).toBeVisible();
  await expect(page.getByText("Line 15: no label")).toBeVisible();
  await page.getByRole("button", { name: "Add 12 examples" }).click();
  await expect(part(app, "Training")).toContainText("Too few examples of");
  await train(app);

  await page.getByLabel("Texts without labels").fill("A loan for the match\nOne more sun\nrain or bank");
  await page.getByRole("button", { name: "Pick" }).click();
  await expect(page.getByText("It would say")).toBeVisible();
  await page.keyboard.press("1");
  await page.keyboard.press("2");
  await page.keyboard.press("0");
  await expect(page.getByText("2 examples labelled.")).toBeVisible();
  await page.getByRole("button", { name: "Train again" }).click();
  await expect(part(app, "Versions").getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Use version 1" }).click();
  await expect(page.getByRole("button", { name: "Use version 2" })).toBeVisible();

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test("a specialist survives a reload, leaves as a file with or without its examples, and comes back from it", async ({
  app,
  page,
}) => {
  await app.goto();
  await newSpecialist(app, "Urgent mail");
  await teachByBoxes(app);
  const firstText = LIKE.split("\n")[0] ?? "";
  const exported = async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    return readFile(await (await download).path());
  };
  const whole = await exported();
  await page.getByLabel("Put the examples into the file").uncheck();
  const bare = await exported();
  expect(whole.toString()).toContain(firstText);
  expect(bare.toString()).not.toContain(firstText);

  await page.reload();
  await page.getByRole("button", { name: "Open: Urgent mail" }).click();
  await page.getByRole("button", { name: "Delete specialist" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete specialist" }).click();
  await expect(page.getByText("None yet.")).toBeVisible();

  for (const [buffer, count] of [
    [whole, "24 examples"],
    [bare, "0 examples"],
  ] as const) {
    const file = { name: "a.json", mimeType: "application/json", buffer };
    await page.getByLabel("Import", { exact: true }).setInputFiles(file);
    await page.getByLabel("A text to try").fill("The server outage is here");
    await expect(part(app, "Try it").getByRole("status")).toContainText("like this");
    await page.getByRole("button", { name: "All specialists" }).click();
    await expect(page.getByText(count)).toBeVisible();
  }
  const damaged = { name: "b.json", mimeType: "application/json", buffer: whole.subarray(0, 500) };
  await page.getByLabel("Import", { exact: true }).setInputFiles(damaged);
  await expect(page.getByRole("alert")).toContainText("The file is not JSON.");
});

test("marked words become a tagger that marks others on Work, in a batch and after a reload", async ({
  app,
  page,
}) => {
  await app.goto();
  await app.open("Teach");
  await page.getByLabel("Name", { exact: true }).fill("Orders");
  await page.getByLabel("What it does").selectOption({ label: "Marks words in a text" });
  await page.getByRole("button", { name: "Create" }).click();

  const texts = page.getByRole("textbox", { name: "Texts", exact: true });
  await texts.fill("please send order AB 1234 today");
  await page.getByLabel("What the words are").fill("order");
  await page.getByRole("button", { name: "Mark selected words" }).click();
  await expect(page.getByRole("alert")).toContainText("Select the words");
  await texts.focus();
  await texts.evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(18, 25));
  await page.getByRole("button", { name: "Mark selected words" }).click();
  await expect(texts).toHaveValue("please send order [[AB 1234|order]] today");
  const lines = Array.from({ length: 8 }, (_, place) => [
    `please send order [[AB ${1000 + place}|order]] today`,
    `where is [[AB ${2000 + place}|order]] now?`,
    "thank you for the lamp",
  ]).flat();
  await texts.fill([...new Set(lines), "broken [[mark"].join("\n"));
  await expect(page.getByText("Line 18: a mark is not closed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add examples" })).toBeDisabled();
  await texts.fill(lines.join("\n"));
  await page.getByRole("button", { name: "Add examples" }).click();
  await expect(page.getByText("17 examples added. 7 were there already.")).toBeVisible();
  await train(app);
  await expect(part(app, "How good it is")).toContainText(/Of your 16 marks it found \d+ exactly/);

  await page.getByLabel("Texts or a table").fill("where is AB 7788 now?\nthank you");
  await page.getByRole("button", { name: "Run on all" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const csv = await readFile(await (await saved).path(), "utf8");
  expect(csv).toContain("text,marked,marks\r\nwhere is AB 7788 now?,where is [[AB 7788|order]] now?,1");

  await page.getByRole("button", { name: "Use on Work" }).click();
  await app.run({ task: "My specialist", route: "Auto", text: "please send order AB 9911 today" });
  await app.expectEnd("On device");
  await expect(app.output("On device").locator("mark")).toContainText("AB 9911");
  await page.reload();
  await app.open("History");
  await expect(historyEntries(app)).toHaveCount(1);
});
