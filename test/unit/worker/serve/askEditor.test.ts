import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { afterEach, test } from "node:test";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { HglError } from "../../../../src/common/errors";
import { EDITOR_REQUESTS } from "../../../../src/common/wire/editor";
import { answerWorker, type EditorAnswers } from "../../../../src/extension/worker/answers";
import { askEditorOver } from "../../../../src/worker/serve/askEditor";
import { editorKeys } from "../../../../src/worker/serve/editorKeys";
import { editorModel } from "../../../../src/worker/serve/editorModels";

const never = new AbortController().signal;
const connections: MessageConnection[] = [];
afterEach(() => connections.splice(0).forEach((connection) => connection.dispose()));

/** Both ends of a wire: what the worker asks with, and the editor that answers. */
function wire(answers: Partial<EditorAnswers>) {
  const [down, up] = [new PassThrough(), new PassThrough()];
  const worker = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const editor = createMessageConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  const refused = () => Promise.reject(new Error("not asked for in this test"));
  const all: EditorAnswers = { keyFor: refused, describeFrames: refused, ...answers };
  for (const name of EDITOR_REQUESTS)
    editor.onRequest(name, (asked: unknown, token) => answerWorker(all, name, asked, token));
  for (const connection of [worker, editor]) connection.listen();
  connections.push(worker, editor);
  return { askEditor: askEditorOver(worker), worker };
}

test("a key is asked for once an origin, whatever the endpoint's path, and comes as it was kept", async () => {
  const asked: unknown[] = [];
  const { askEditor } = wire({
    keyFor: (question) => {
      asked.push(question);
      return Promise.resolve({ key: question.origin === "https://has.example" ? "the-key" : null });
    },
  });
  const keyFor = editorKeys({ askEditor }, { execution: "e1", stop: never });
  assert.equal(await keyFor("https://has.example/v1/chat"), "the-key");
  assert.equal(await keyFor("https://HAS.example:443/v1/embeddings?x=1"), "the-key");
  assert.equal(await keyFor("http://127.0.0.1:11434/v1"), null);
  assert.deepEqual(asked, [
    { execution: "e1", origin: "https://has.example" },
    { execution: "e1", origin: "http://127.0.0.1:11434" },
  ]);
  await assert.rejects(keyFor("file:///etc/passwd"), /"file:\/\/\/etc\/passwd" is no address of an endpoint/);
});

test("a refusal comes over with its facts", async () => {
  const { askEditor } = wire({
    keyFor: () => Promise.reject(new HglError({ code: "network", where: "x", what: "no", next: "do" })),
  });
  await assert.rejects(askEditor("keyFor", { execution: "e", origin: "https://a" }, never), (error) => {
    assert.ok(error instanceof HglError);
    assert.deepEqual(error.facts, { code: "network", where: "x", what: "no", next: "do" });
    return true;
  });
});

test("frames go over as they are, and what the model says comes back", async () => {
  const frames = [new Uint8Array([255, 216, 0, 1]), new Uint8Array([255, 216, 2])];
  let seen: Uint8Array[] = [];
  const { askEditor } = wire({
    describeFrames: ({ model, prompt, frames: encoded }) => {
      seen = encoded.map((frame) => new Uint8Array(Buffer.from(frame, "base64")));
      return Promise.resolve({ text: `${model}: ${prompt}`, tokens: { input: 3, output: null } });
    },
  });
  const describer = editorModel({ askEditor }, { execution: "e" }, "eyes");
  assert.equal(describer.name, "vscode:eyes");
  const said = await describer.describe(frames, "What moves?", never);
  assert.deepEqual(said, { text: "eyes: What moves?", tokens: { input: 3, output: null } });
  assert.deepEqual(seen, frames);
});

test("a cell that is stopped takes its question back", async () => {
  const stopping = new AbortController();
  let wasTold: (told: boolean) => void;
  const told = new Promise((resolve) => (wasTold = resolve));
  const { askEditor } = wire({
    describeFrames: (_asked, stop) =>
      new Promise((_, reject) => {
        stop.addEventListener("abort", () => {
          wasTold(stop.aborted);
          reject(new HglError({ code: "interrupted", what: "stopped" }));
        });
        stopping.abort();
      }),
  });
  const describer = editorModel({ askEditor }, { execution: "e" }, "eyes");
  await assert.rejects(describer.describe([new Uint8Array([1])], "?", stopping.signal), { code: "interrupted" });
  assert.equal(await told, true);
  await assert.rejects(describer.describe([new Uint8Array([1])], "?", stopping.signal), { code: "interrupted" });
});

test("what cannot be a question or an answer is refused, and no key is told in it", async () => {
  const { worker } = wire({ keyFor: () => Promise.resolve({ key: null }) });
  const strange: [string, unknown][] = [
    ["keyFor", null],
    ["keyFor", { origin: "https://a" }],
    ["keyFor", { execution: "e", origin: 7 }],
    ["describeFrames", { execution: "e", model: "m", prompt: "p", frames: "AAAA" }],
    ["describeFrames", { execution: "e", model: "m", prompt: "p", frames: ["not base64!"] }],
    ["describeFrames", { execution: "e", model: "m", prompt: "p", frames: Array(65).fill("AAAA") }],
  ];
  for (const [name, asked] of strange)
    await assert.rejects(worker.sendRequest(name, asked), new RegExp(`^Error: ${name}: `), JSON.stringify(asked));
  for (const key of [["SECRET"], { SECRET: "SECRET" }, "SECRET".repeat(1000)]) {
    const { askEditor } = wire({ keyFor: () => Promise.resolve({ key: key as string }) });
    await assert.rejects(askEditor("keyFor", { execution: "e", origin: "https://a" }, never), (error: Error) => {
      assert.match(error.message, /^the editor's answer to keyFor cannot be read: /);
      assert.ok(!error.message.includes("SECRET"), error.message);
      return true;
    });
  }
});
