import assert from "node:assert/strict";
import { test } from "node:test";
import { askThread } from "./askThread";

test("a thread that asks for a page or a socket is seen", () => {
  for (const asks of ['await fetch("http://127.0.0.1:9")', '(await import("node:net")).connect(9)']) {
    const thread = `
import { parentPort } from "node:worker_threads";
try { ${asks}; } catch (error) { parentPort.postMessage({ id: 0, error: error.message }); }
`;
    assert.match(askThread(`data:text/javascript,${encodeURIComponent(thread)}`, ""), /a socket was asked for/);
  }
});
