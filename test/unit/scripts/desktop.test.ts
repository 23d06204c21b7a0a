import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { desktopEditor, openOnDesktop } from "../../../scripts/editor/desktop.mjs";
import { editorFolder, editorUnsupported } from "../../../scripts/editor/install.mjs";

const folder = mkdtempSync(join(tmpdir(), "hocslm desktop "));
after(() => rmSync(folder, { recursive: true, force: true }));

const windows = process.platform === "win32" ? "the stand-in is a shell script" : false;
const log = join(folder, "called with");

/** A stand-in for `code` that writes down its arguments. */
function standIn(name: string, exitCode = 0): string {
  const bin = join(folder, name);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "code"), `#!/bin/sh\nfor one in "$@"; do echo "$one"; done > "${log}"\nexit ${exitCode}\n`);
  chmodSync(join(bin, "code"), 0o755);
  return bin;
}

test("the desktop's `code` is the first program of that name on the PATH", { skip: windows }, () => {
  const bin = standIn("bin");
  mkdirSync(join(folder, "other/code"), { recursive: true });
  const PATH = ["", join(folder, "other"), bin].join(delimiter);
  assert.equal(desktopEditor({ PATH, DISPLAY: ":0" }, "linux"), join(bin, "code"));
  assert.equal(desktopEditor({ PATH }, "darwin"), join(bin, "code"));
  assert.equal(desktopEditor({ PATH: join(folder, "other"), DISPLAY: ":0" }, "linux"), undefined);
});

test("a `code` that cannot run an extension from its folder is passed over", { skip: windows }, () => {
  const PATH = standIn("bin");
  assert.equal(desktopEditor({ PATH, DISPLAY: ":0", VSCODE_IPC_HOOK_CLI: "/run/x.sock" }, "linux"), undefined);
  assert.equal(desktopEditor({ PATH, DISPLAY: ":0", WSL_DISTRO_NAME: "Debian" }, "linux"), undefined);
  assert.equal(desktopEditor({ PATH }, "linux"), undefined, "no screen");
});

test("it is given the extension's folder, the notebook's and the notebook, whole", { skip: windows }, async () => {
  const program = join(standIn("bin"), "code");
  const asked = { extension: "/a b/", folder: "/a b/playground", file: "/a b/playground/x.hgl.md" };
  assert.equal(await openOnDesktop(program, asked), true);
  assert.deepEqual(readFileSync(log, "utf8").trimEnd().split("\n"), [
    "--new-window",
    "--extensionDevelopmentPath=/a b",
    "/a b/playground",
    "/a b/playground/x.hgl.md",
  ]);
  assert.equal(await openOnDesktop(join(standIn("refuses", 1), "code"), asked), false);
  assert.equal(await openOnDesktop(join(folder, "nothing"), asked), false);
});

test("the editor from npm is offered where it runs, and kept in the user's cache", () => {
  assert.equal(editorUnsupported("linux", "x64"), undefined);
  assert.equal(editorUnsupported("darwin", "arm64"), undefined);
  assert.match(editorUnsupported("darwin", "x64")!, /not on darwin x64\.$/);
  assert.match(editorUnsupported("win32", "x64")!, /not on win32 x64\.$/);
  assert.match(editorFolder({ HOCSLM_CACHE: "/cache" }), /^\/cache.editor-[0-9a-f]{12}$/);
  assert.match(editorFolder({ XDG_CACHE_HOME: "/cache" }), /^\/cache.hocslm-notebook.editor-[0-9a-f]{12}$/);
});
