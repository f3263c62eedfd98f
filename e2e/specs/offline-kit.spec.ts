import { expect, test } from "../fixtures/test";

test("what ships with the app works offline after a first visit that used none of it", async ({
  app,
  context,
}) => {
  test.slow();
  await app.goto("/models");
  await expect(app.page.getByText("Kept on this device: they work offline.")).toBeVisible({
    timeout: 120_000,
  });
  await context.setOffline(true);
  await app.page.reload();
  await app.open("Work");
  for (const { task, text } of [
    { task: "Proofread", text: "I recieve it." },
    { task: "Detect language", text: "Wo ist der Bahnhof, bitte?" },
  ]) {
    await app.run({ task, route: "On device", text });
    await app.expectEnd("On device");
  }
  await expect(app.output("On device")).toContainText("German");
});
