import assert from "node:assert/strict";
import { test } from "node:test";
import { isRunFolderIn, readFromRenderer } from "../../../../src/extension/running/fromRenderer";

test("our messages are read, and nothing else of them", () => {
  assert.deepEqual(readFromRenderer({ type: "opened", folders: ["/a", "/b"], extra: 1 }), {
    type: "opened",
    folders: ["/a", "/b"],
  });
  assert.deepEqual(readFromRenderer({ type: "resume", cell: "base" }), { type: "resume", cell: "base" });
  assert.deepEqual(readFromRenderer({ type: "openRunFolder", folder: "/a" }), { type: "openRunFolder", folder: "/a" });
  const file = { type: "openFile", name: "figures/my figure.pdf" };
  assert.deepEqual(readFromRenderer(file), file);
  const clips = { type: "askClips", request: "data-1", cell: "base", clips: ["a", "b"] };
  assert.deepEqual(readFromRenderer({ ...clips, extra: 1 }), clips);
  assert.deepEqual(readFromRenderer({ ...clips, run: "0123abcd" }), { ...clips, run: "0123abcd" });
});

test("anything else is ignored", () => {
  const strange = [
    null,
    undefined,
    "opened",
    42,
    [],
    {},
    { type: "run" },
    { type: "__proto__" },
    { type: "opened" },
    { type: "opened", folders: "/a" },
    { type: "opened", folders: [1] },
    { type: "opened", folders: [""] },
    { type: "opened", folders: Array.from({ length: 1001 }, () => "/a") },
    { type: "resume", cell: 3 },
    { type: "resume", cell: "" },
    { type: "resume", cell: "x".repeat(5000) },
    { type: "openRunFolder", folder: { toString: () => "/a" } },
    { type: "askClips", request: "1", cell: "base" },
    { type: "askClips", request: "1", cell: "base", clips: [] },
    { type: "askClips", request: "1", cell: "base", clips: Array.from({ length: 17 }, () => "a") },
    { type: "askClips", request: "1", cell: "base", clips: ["a", { toString: () => "b" }] },
    { type: "askClips", request: 1, cell: "base", clips: ["a"] },
    { type: "askClips", request: "1", cell: "base", clips: ["a"], run: 7 },
    { type: "openFile", name: "/etc/passwd" },
    { type: "openFile", name: "figures/../../secret.pdf" },
    { type: "openFile", name: "figures/.hidden.pdf" },
    { type: "openFile", name: "figures\\a.pdf" },
  ];
  for (const message of strange) assert.equal(readFromRenderer(message), null, JSON.stringify(message));
});

test("only folders directly below the notebook's runs are opened", () => {
  const runs = "/home/me/study/.hgl/runs";
  assert.ok(isRunFolderIn(runs, `${runs}/0123abcd`));
  assert.ok(isRunFolderIn("C:\\work\\.hgl\\runs", "C:\\work\\.hgl\\runs\\0123abcd"));
  assert.ok(isRunFolderIn("C:\\study\\.hgl\\runs", "C:/study/.hgl/runs/0123abcd"));
  for (const folder of [
    runs,
    `${runs}/`,
    `${runs}/..`,
    `${runs}/../..`,
    `${runs}/a/b`,
    `${runs}/a/..`,
    "/etc",
    `${runs}x/a`,
    `${runs}/a b`,
    `x${runs}/a`,
  ])
    assert.ok(!isRunFolderIn(runs, folder), folder);
});
