import assert from "node:assert/strict";
import { test } from "node:test";
import { workerEnvironment } from "../../../../src/extension/worker/environment";

test("a worker gets the editor's environment without what is the editor's own, and no key of a terminal", () => {
  const editors = {
    PATH: "/bin",
    NODE_OPTIONS: "--inspect",
    VSCODE_INSPECTOR_OPTIONS: "{}",
    ELECTRON_RUN_AS_NODE: "1",
    HGL_API_KEY: "the-key",
    HGL_API_ORIGIN: "https://a.example",
  };
  assert.deepEqual(workerEnvironment(editors), { PATH: "/bin" });
});
