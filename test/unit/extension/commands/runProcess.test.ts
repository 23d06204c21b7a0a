import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runProcess } from "../../../../src/extension/commands/runProcess";

const request = {
  notebook: "/data/a b/$(touch x); 'first'.hgl.md",
  folder: "/data",
  program: "/extension/dist/hgl.mjs",
  nodePath: "",
  editorPath: "/opt/code/code",
};

test("the editor's executable is told to be a plain Node", () => {
  assert.deepEqual(runProcess(request), {
    command: "/opt/code/code",
    args: ["/extension/dist/hgl.mjs", "run", request.notebook],
    cwd: "/data",
    env: { ELECTRON_RUN_AS_NODE: "1" },
  });
});

test("a configured Node is used as it is; blanks around it are a slip", () => {
  const { command, env } = runProcess({ ...request, nodePath: " /usr/bin/node " });
  assert.equal(command, "/usr/bin/node");
  assert.deepEqual(env, {});
});

test("without a workspace folder the program starts where every window allows it", () => {
  assert.equal(runProcess({ ...request, folder: undefined }).cwd, homedir());
});

test("a hostile file name reaches the program as one argument, unread by any shell", () => {
  const folder = mkdtempSync(join(tmpdir(), "hgl argv "));
  try {
    const program = join(folder, "echo.mjs");
    writeFileSync(program, "console.log(JSON.stringify(process.argv.slice(2)));");
    const notebook = join(folder, `"$(exit 1)" & 'b';\`c\`.hgl.md`);
    const { command, args } = runProcess({ ...request, notebook, program, nodePath: process.execPath });
    const seen: unknown = JSON.parse(execFileSync(command, args, { encoding: "utf8" }));
    assert.deepEqual(seen, ["run", notebook]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
