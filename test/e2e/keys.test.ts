import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { smallNotebook } from "./notebooks";
import { editorSuite } from "./suite";
import { disappears, until } from "./workbench";
import type { Workbench } from "./workbench";

const KEY = "sk-e2e-4Tz8Qm27LwXb91";
const NAME = "keys.hgl.md";
const MODAL = /^Send Key/;

/** What the endpoint's requests were authorised by. */
const authorised: (string | undefined)[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part: Buffer) => (body += part.toString()));
  request.on("end", () => {
    authorised.push(request.headers.authorization);
    const { input } = JSON.parse(body) as { input: string[] };
    const data = input.map((text, index) => ({ index, embedding: [text.length, index + 1, 1] }));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data }));
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const ORIGIN = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const CELL = ["text #words", "data: exercises", "source: names", `encoder: ${ORIGIN}/v1`, "model: small"].join("\n");

const inEditor = editorSuite("keys", {
  files: { [NAME]: `${smallNotebook({ epochs: 1, seeds: [1] })}\n\`\`\`hgl ${CELL}\n\`\`\`\n` },
  viewport: { width: 1400, height: 1700 },
});
// Behind the suite's own hooks: Node waits for a file's first root hook only when it is a `before`.
after(() => server.close());

test(
  "a key is kept for an endpoint by its command, and typed where nobody reads it",
  inEditor(async ({ workbench }) => {
    await workbench.command("HocSLM: Set API Key for an Endpoint…");
    await answer(workbench, '[placeholder="https://api.example.com/v1"]', `${ORIGIN}/v1`);
    await answer(workbench, '[type="password"]', KEY);
    await workbench.notifications.getByText(`The key for ${ORIGIN} is kept`).first().waitFor();
  }),
);

test(
  "a cell's endpoint gets the key after somebody has agreed, and no file below the home has it",
  inEditor(async ({ workbench, folder }) => {
    const notebook = await workbench.openNotebook(NAME);
    const cell = await notebook.reveal("text #words");
    await cell.run();
    await workbench.dialog.getByText(`Send the key kept for ${ORIGIN} to this notebook's endpoint?`).waitFor();
    assert.deepEqual(authorised, [], "nothing is sent before");
    await workbench.dialogButton(MODAL).click();
    await cell.tells(/done/);
    assert.ok(authorised.length > 0);
    assert.deepEqual([...new Set(authorised)], [`Bearer ${KEY}`]);
    assert.equal(await workbench.isDirty(NAME), false);
    for (const file of filesBelow(dirname(folder))) assert.ok(!readFileSync(file, "latin1").includes(KEY), file);
  }),
);

test(
  "the keys that are kept are listed by their endpoints, and forgotten",
  inEditor(async ({ workbench }) => {
    const { page } = workbench;
    await workbench.command("HocSLM: Forget API Keys…");
    const row = page.locator(".quick-input-list .monaco-list-row").filter({ hasText: ORIGIN });
    await row.waitFor();
    assert.ok(!(await page.locator(".quick-input-widget").innerText()).includes("sk-"));
    await row.click();
    await page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    await workbench.notifications.getByText(`Forgotten: the keys for ${ORIGIN}`).first().waitFor();
    await workbench.command("HocSLM: Forget API Keys…");
    await workbench.notifications.getByText("No API key is kept.").first().waitFor();
  }),
);

/** Fills the box that asks for one line, told by an attribute of it, and confirms it. */
async function answer({ page }: Workbench, attribute: string, line: string): Promise<void> {
  const input = page.locator(`.quick-input-widget input.input${attribute}`);
  await until(`the box ${attribute} is there and answered`, async () => {
    const isFilled = await input.fill(line, { timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (!isFilled) return false;
    await input.press("Enter", { timeout: 3_000 }).catch(() => undefined);
    return await disappears(input, 3_000);
  });
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.map((name) => join(folder, name)).filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}
