import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HglError } from "../../../../../src/common/errors";
import type { ClipSource, LeftOut, ReadClip } from "../../../../../src/model/data/source";

/** A folder for a test file's data, and what takes it away again. */
export function scratch(name: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `hgl-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Writes files, path to content, below a folder; gives the folder. */
export function filled(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** All pieces of a source, one after another. */
export function allClips(source: ClipSource): (ReadClip | LeftOut)[] {
  return Array.from({ length: source.pieces }, (_, piece) => [...source.read(piece)]).flat();
}

/** All clips of a source of which nothing is left out. */
export function wholeClips(source: ClipSource): ReadClip[] {
  return allClips(source).map((clip) => {
    if (!("leftOut" in clip)) return clip;
    return assert.fail("error" in clip.leftOut ? clip.leftOut.error : clip.leftOut.rule);
  });
}

export function assertDataError(act: () => unknown, message: RegExp): void {
  assert.throws(act, (error) => {
    assert.ok(error instanceof HglError && error.code === "data", String(error));
    assert.match(error.message, message);
    return true;
  });
}
