import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { realFiles, type FileSystem } from "../../../../src/worker/store/fileSystem";
import { Lock } from "../../../../src/worker/store/lock";
import { RunFolder } from "../../../../src/worker/store/runFolder";
import { forgetStop, isStopRequested, requestStop } from "../../../../src/worker/store/stopRequest";

test("a request reaches the holder though the holder clears its unfinished file away", async () => {
  const path = mkdtempSync(join(tmpdir(), "hgl-stop-"));
  try {
    const folder = new RunFolder(path);
    assert.equal(requestStop(folder), undefined, "nobody holds the run");
    const lock = await Lock.acquire(folder.lockPath);
    const { token } = lock.record;
    let cleared = 0;
    const files: FileSystem = {
      ...realFiles,
      renameSync: (from, to) => {
        if (cleared++ === 0) unlinkSync(from);
        realFiles.renameSync(from, to);
      },
    };
    assert.equal(requestStop(folder, files)?.token, token);
    assert.equal(cleared, 2);
    assert.ok(isStopRequested(folder, token));
    assert.ok(!isStopRequested(folder, "another's"));
    forgetStop(folder);
    assert.ok(!isStopRequested(folder, token));
    lock.release();
    assert.deepEqual(readdirSync(path), []);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
});
