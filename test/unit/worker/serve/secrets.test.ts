import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { test, type TestContext } from "node:test";
import { HglError } from "../../../../src/common/errors";
import type { EditorAsked } from "../../../../src/common/wire/editor";
import { smallDataset } from "../training/fakes";
import { fakeServer, json, KEY, type Reply } from "../text/endpoints/fakeServer";
import { Client, MAIN } from "./client";
import { notebookFolder } from "./notebook";

/** A vector for each text, in OpenAI's form. */
const vectors: Reply = (response, { body }) => {
  const { input } = body as { input: string[] };
  json(response, { data: input.map((text, index) => ({ index, embedding: [text.length, index + 1, 1] })) });
};
/** A careless server, which tells the key in its error. */
const careless: Reply = (response, { headers }) =>
  json(response, { error: { message: `Incorrect API key: ${headers.authorization}` } }, 401);

/** A notebook whose text cell names an endpoint. */
function folderFor(t: TestContext, url: string) {
  const { root, path, text } = notebookFolder();
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const { classes } = smallDataset();
  const bank = { format: 1, dataset: "small", written: "for a test", classes: Object.fromEntries(classes.map((name, i) => [name, [`Step ${i}.`]])) }; // prettier-ignore
  writeFileSync(join(root, "bank.json"), JSON.stringify(bank));
  const cell = `\n\`\`\`hgl text #words\ndata: clips\nsource: bank.json\nencoder: ${url}/v1\nmodel: small\n\`\`\`\n`;
  writeFileSync(path, text + cell);
  return { root, path, text: text + cell };
}

/** All that a process prints, from its start. */
function printedBy(child: ChildProcess): () => string {
  const parts: Buffer[] = [];
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString("latin1");
}

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ["--import", import.meta.resolve("tsx"), MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** The key as it is, in base64 and in an address. */
const FORMS = [KEY, Buffer.from(KEY).toString("base64"), encodeURIComponent(KEY)];

function assertNowhere(root: string, printed: string): void {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => join(root, name));
  assert.ok(
    files.some((file) => /\.hgl.*\btext\b/.test(file)),
    "the cell has kept something",
  );
  for (const form of FORMS) {
    assert.ok(!printed.includes(form), "printed");
    for (const file of files)
      if (statSync(file).isFile()) assert.ok(!readFileSync(file, "latin1").includes(form), file);
  }
}

/** A real worker process and an editor that has a key; all that either side said but what the editor answered. */
async function opened(t: TestContext, keyFor: (asked: EditorAsked<"keyFor">) => string | null) {
  const child = start(["serve"]);
  const printed = printedBy(child);
  const wire = child.stdout!.pipe(new PassThrough());
  const client = new Client(wire, child.stdin!);
  client.answer({
    keyFor: async (asked) => ({ key: keyFor(asked) }),
    describeFrames: () => Promise.reject(new Error("not asked for")),
  });
  await client.hello();
  const end = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const gone = once(child, "exit");
    client.close();
    child.stdin!.end();
    await gone;
  };
  t.after(end);
  return { client, printed, end };
}

test("the editor's key reaches the endpoint, and no file, message or line of the worker has it", async (t) => {
  const server = await fakeServer(t, vectors);
  const { root, path, text } = folderFor(t, server.url);
  const questions: EditorAsked<"keyFor">[] = [];
  const { client, printed, end } = await opened(t, (asked) => {
    questions.push(asked);
    return KEY;
  });
  const ended = await client.ask("execute", { path, text, cell: "words", execution: "1" });
  assert.deepEqual([ended.message, ended.status.state], [null, "done"]);
  assert.deepEqual(questions, [{ execution: "1", origin: server.url }]);
  assert.ok(server.asked.length > 0 && server.asked.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
  await client.ask("restore", { path, text });
  await client.ask("exportFile", { path, text, file: join(root, "out.html") });
  assert.ok(!JSON.stringify(client.heard).includes(KEY));
  await end();
  assertNowhere(root, printed());
});

test("a server that tells the key in its error, and an editor that refuses, end the cell with a sentence without it", async (t) => {
  const server = await fakeServer(t, careless);
  const { root, path, text } = folderFor(t, server.url);
  let mayHave = true;
  const { client, printed, end } = await opened(t, () => {
    if (mayHave) return KEY;
    throw new HglError({ code: "network", where: server.url, what: "the key was not sent", next: "run again" });
  });
  const run = async (execution: string) => await client.ask("execute", { path, text, cell: "words", execution });
  const careful = await run("1");
  assert.equal(careful.status.state, "failed");
  assert.match(careful.message!, /401/);
  assert.ok(!careful.message!.includes(KEY), careful.message!);
  const before = server.asked.length;
  mayHave = false;
  const refused = await run("2");
  assert.deepEqual(
    [refused.status.state, refused.message],
    ["failed", `${server.url}: the key was not sent; run again.`],
  );
  assert.equal(server.asked.length, before, "nothing is sent without the key that was asked for");
  await end();
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => join(root, name));
  for (const file of files) if (statSync(file).isFile()) assert.ok(!readFileSync(file, "latin1").includes(KEY), file);
  assert.ok(!printed().includes(KEY));
});

test("a terminal's key goes to its own origin and stays out of files and output", async (t) => {
  const server = await fakeServer(t, vectors);
  const { root, path } = folderFor(t, server.url);
  const run = async (origin: string): Promise<string> => {
    const child = start(["run", path, "--cell", "words"], { HGL_API_KEY: KEY, HGL_API_ORIGIN: origin });
    const printed = printedBy(child);
    child.stdin!.end();
    const [status] = (await once(child, "close")) as [number];
    assert.equal(status, 0, printed());
    return printed();
  };
  const printed = await run("https://elsewhere.example");
  assert.ok(server.asked.every(({ headers }) => headers.authorization === undefined));
  rmSync(join(root, ".hgl"), { recursive: true });
  const asked = server.asked.length;
  const again = await run(server.url);
  assert.ok(server.asked.length > asked);
  assert.ok(server.asked.slice(asked).every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
  assertNowhere(root, printed + again);
});
