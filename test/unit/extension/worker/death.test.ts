import assert from "node:assert/strict";
import { test } from "node:test";
import type { Death } from "../../../../src/common/wire/worker";
import { untranslated as t } from "../../../../src/extension/translate";
import { LAST_LINES, LastLines, deathDetails, deathSentence } from "../../../../src/extension/worker/death";
import { isNodeNewEnough, nodePrograms } from "../../../../src/extension/worker/nodeChoice";

const DEATH: Death = { pid: 12, exitCode: null, signal: null, memory: null, lastLines: [] };

test("how a worker ended, in a sentence", () => {
  assert.equal(deathSentence(t, DEATH), "The HocSLM worker (process 12) ended.");
  assert.equal(
    deathSentence(t, { ...DEATH, exitCode: 134 }),
    "The HocSLM worker (process 12) ended with exit code 134.",
  );
  // An access violation on Windows.
  assert.match(deathSentence(t, { ...DEATH, exitCode: 3221225477 }), /exit code 0xC0000005\.$/);
  assert.match(deathSentence(t, { ...DEATH, exitCode: -1073741819 }), /exit code 0xC0000005\.$/);
  assert.equal(
    deathSentence(t, { ...DEATH, signal: "SIGKILL", memory: { rss: 15.71e9, total: 16.4e9 } }),
    "The HocSLM worker (process 12) was ended by SIGKILL when it used 16 of 16 GB of memory.",
  );
});

test("the facts below it", () => {
  const details = deathDetails(t, {
    ...DEATH,
    signal: "SIGKILL",
    memory: { rss: 1.2e9, total: 8e9 },
    lastLines: ["one", "two"],
  });
  assert.deepEqual(details.split("\n"), [
    "Process: 12",
    "Signal: SIGKILL (by hand, or the system was short of memory)",
    "Memory last seen: 1.2 of 8.0 GB",
    "Last lines it printed:",
    "  one",
    "  two",
  ]);
  assert.match(deathDetails(t, { ...DEATH, exitCode: 1 }), /Exit code: 1\nIt printed nothing\.$/);
});

test("the last lines survive any cutting of the stream", () => {
  const lines = Array.from({ length: 50 }, (_, i) => `line ${i}`);
  const text = lines.join("\r\n");
  for (const size of [1, 7, 4096]) {
    const kept = new LastLines();
    for (let at = 0; at < text.length; at += size) kept.add(text.slice(at, at + size));
    assert.deepEqual(kept.lines(), lines.slice(-LAST_LINES));
  }
  const long = new LastLines();
  long.add("x".repeat(1e6) + "\n\n");
  assert.deepEqual(
    long.lines().map((line) => line.length),
    [501],
  );
});

test("which Node is tried", () => {
  assert.deepEqual(
    nodePrograms("", "/editor").map(({ command, from }) => [command, from]),
    [
      ["/editor", "editor"],
      ["node", "path"],
    ],
  );
  assert.equal(nodePrograms("", "/editor")[0]!.env["ELECTRON_RUN_AS_NODE"], "1");
  assert.deepEqual(nodePrograms(" /my/node ", "/editor"), [{ command: "/my/node", env: {}, from: "setting" }]);
  for (const good of ["v20.18.0", "v20.19.1", "v22.0.0", "v100.0.0"]) assert.ok(isNodeNewEnough(good), good);
  for (const bad of ["v20.17.9", "v18.20.0", "v4.0.0", "", "not a version"]) assert.ok(!isNodeNewEnough(bad), bad);
});
