import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { readDescriptionFile } from "../../../../src/worker/text/descriptionFile";

test("a file of descriptions is read whole, unless it is missing, a folder or too large", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hgl-descriptions-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "d.jsonl");
  writeFileSync(file, "\uFEFFähm");
  assert.equal(readDescriptionFile(file), "ähm");
  assert.equal(readDescriptionFile(file, 7), "ähm");
  const bad: [string, number | undefined, string, RegExp][] = [
    [file, 6, "data", /d\.jsonl: the file has 7 bytes, over the limit of 6; name a file of descriptions/],
    [folder, undefined, "disk", /the descriptions cannot be read; check the path/],
    [join(folder, "none"), undefined, "disk", /none: the descriptions cannot be read/],
  ];
  for (const [path, most, code, says] of bad)
    assert.throws(
      () => readDescriptionFile(path, most),
      (error) => error instanceof HglError && error.code === code && says.test(error.message),
    );
});
