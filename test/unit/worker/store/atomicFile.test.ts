import assert from "node:assert/strict";
import * as fs from "node:fs";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { makeFolder, writeFileAtomic } from "../../../../src/worker/store/atomicFile";
import type { FileSystem } from "../../../../src/worker/store/fileSystem";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hgl-atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OPERATIONS = ["openSync", "writeSync", "fsyncSync", "closeSync", "renameSync"] as const;

/** Files whose k-th operation fails, and from then on every one (`crash`) or none. Counts operations. */
function failing(k: number, code: string, crash: boolean): { files: FileSystem; count: () => number } {
  let n = 0;
  const files = { ...fs } as unknown as Record<string, unknown>;
  for (const name of OPERATIONS) {
    files[name] = (...args: unknown[]) => {
      n++;
      if (n === k || (crash && n > k)) throw Object.assign(new Error(code), { code });
      return (fs[name] as (...args: unknown[]) => unknown)(...args);
    };
  }
  if (crash)
    files.unlinkSync = () => {
      throw new Error("crashed");
    };
  return { files: files as unknown as FileSystem, count: () => n };
}

test("a new file and a replaced one hold exactly what was written, and nothing else is left", () => {
  const path = join(folder, "a.json");
  writeFileAtomic(path, "first");
  writeFileAtomic(path, new Uint8Array([1, 2, 3]));
  assert.deepEqual([...readFileSync(path)], [1, 2, 3]);
  assert.deepEqual(readdirSync(folder), ["a.json"]);
});

test("the steps come in the one safe order", () => {
  const calls: string[] = [];
  const files = { ...fs } as unknown as Record<string, unknown>;
  for (const name of OPERATIONS)
    files[name] = (...args: unknown[]) => {
      calls.push(name);
      return (fs[name] as (...args: unknown[]) => unknown)(...args);
    };
  writeFileAtomic(join(folder, "a"), "x", files as unknown as FileSystem);
  assert.deepEqual(calls, [
    "openSync",
    "writeSync",
    "fsyncSync",
    "closeSync",
    "renameSync",
    "openSync",
    "fsyncSync",
    "closeSync",
  ]);
});

for (const crash of [false, true])
  test(`for every k, the k-th operation ${crash ? "being the last before a crash" : "failing"} leaves the old bytes or the new ones`, () => {
    const path = join(folder, "a");
    const probe = failing(Infinity, "EIO", false);
    writeFileAtomic(path, "old", probe.files);
    for (let k = 1; k <= probe.count(); k++) {
      writeFileSync(path, "old");
      try {
        writeFileAtomic(path, "new", failing(k, "EIO", crash).files);
      } catch (error) {
        assert.ok(error instanceof HglError, `k=${k}: ${String(error)}`);
        assert.equal(error.code, "disk");
      }
      assert.match(readFileSync(path, "utf8"), /^(old|new)$/, `k=${k}`);
      if (!crash) assert.deepEqual(readdirSync(folder), ["a"], `k=${k}`);
    }
  });

test("short writes are continued", () => {
  const files = {
    ...fs,
    writeSync: ((handle: number, bytes: Uint8Array, offset: number) =>
      fs.writeSync(handle, bytes, offset, 1)) as typeof fs.writeSync,
  };
  writeFileAtomic(join(folder, "a"), "abcdef", files);
  assert.equal(readFileSync(join(folder, "a"), "utf8"), "abcdef");
});

const CAUSES: [string, RegExp][] = [
  [
    "ENOSPC",
    /a\.json: writing failed: no space left on the device; free some space and run again; the last checkpoint is intact\.$/,
  ],
  ["EDQUOT", /the disk quota is used up; free some of your quota/],
  ["EROFS", /the file system is read-only; copy the notebook to a writable folder/],
  ["EACCES", /permission denied; make the folder writable or choose another one/],
  ["EIO", /input\/output error; check the disk's health/],
];
for (const [code, sentence] of CAUSES)
  test(`${code} is said in one sentence with the path`, () => {
    assert.throws(
      () => writeFileAtomic(join(folder, "a.json"), "x", failing(2, code, false).files),
      (error: HglError) => error.code === "disk" && sentence.test(error.message),
    );
  });

test(
  "a folder that cannot be made or written is said",
  { skip: process.getuid?.() === 0 ? "root may write anywhere" : false },
  () => {
    const shut = join(folder, "shut");
    mkdirSync(shut);
    chmodSync(shut, 0o500);
    assert.throws(
      () => makeFolder(join(shut, "x")),
      /creating the folder failed: permission denied; make the folder writable/,
    );
    assert.throws(() => writeFileAtomic(join(shut, "x"), "x"), /permission denied/);
  },
);

test("a file in the way of a folder is said", () => {
  writeFileSync(join(folder, "file"), "");
  assert.throws(
    () => makeFolder(join(folder, "file", "runs")),
    /creating the folder failed: a part of the path is a file, not a folder; move that file away/,
  );
});
