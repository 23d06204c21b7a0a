import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "expected");

/**
 * Compares with the committed file. A difference is written beside it as NAME.changed.EXT to be looked at; with HGL_GOLDEN=update the
 * committed file itself is written.
 */
export function assertGolden(name: string, actual: string): void {
  const file = join(FOLDER, name);
  const changed = file.replace(/(\.\w+)$/, ".changed$1");
  if (process.env["HGL_GOLDEN"] === "update") {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, actual);
    rmSync(changed, { force: true });
    return;
  }
  const expected = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (expected === actual) {
    rmSync(changed, { force: true });
    return;
  }
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(changed, actual);
  assert.fail(
    `${name} ${expected === undefined ? "is not committed" : "differs"}: look at ${changed}, then run with HGL_GOLDEN=update`,
  );
}
