// Runs the tests with Node's own runner: `node test/run.mjs [PART-OF-A-PATH …]`; those in a real editor by `node test/run.mjs e2e [PART …]`;
// those that look for what is wrong, with new and many more inputs, by `node test/run.mjs deep [PART …]`.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { editorUnsupported, installEditor } from "../scripts/editor/install.mjs";
import { readyChromium } from "./e2e/chromium.mjs";

const KINDS = ["unit", "property", "golden", "parity", "crash", "slurm", "fuzz"];
/** Those of the kinds that look deeper when HGL_DEEP is set. */
const DEEP_KINDS = ["fuzz", "property"];
/** No file of tests takes as long; one that hangs must not hold the whole run. */
const TIMEOUT_MS = 300_000;
const DEEP_TIMEOUT_MS = 3_600_000;
const EDITOR_TIMEOUT_MS = 1_200_000;

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const inEditor = process.argv[2] === "e2e";
const deep = process.argv[2] === "deep";
const filters = process.argv.slice(inEditor || deep ? 3 : 2);
const files = (inEditor ? ["e2e"] : deep ? DEEP_KINDS : KINDS)
  .map((kind) => join("test", kind))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))))
  .filter((path) => path.endsWith(".test.ts"))
  .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
  .sort();

if (files.length === 0) {
  console.error(filters.length > 0 ? `No test file's path holds ${filters.join(" or ")}.` : "There is no test file.");
  process.exit(1);
}

const environment = { ...process.env, ...(deep && { HGL_DEEP: "1" }) };
if (inEditor) {
  const unsupported = editorUnsupported();
  if (unsupported) {
    console.log(`Tests in an editor are left out: ${unsupported}`);
    process.exit(0);
  }
  try {
    environment.CHROMIUM = readyChromium(console.log);
    await installEditor(console.log);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

const runner = spawn(
  process.execPath,
  [
    "--import=tsx",
    "--import=./test/properties.mjs",
    "--test",
    // Two editors at a time would only measure each other.
    `--test-concurrency=${inEditor ? 1 : 2}`,
    `--test-timeout=${inEditor ? EDITOR_TIMEOUT_MS : deep ? DEEP_TIMEOUT_MS : TIMEOUT_MS}`,
    "--test-reporter=./test/reporter.mjs",
    "--test-reporter-destination=stdout",
    ...files,
  ],
  { stdio: "inherit", env: environment },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => runner.kill(signal));
runner.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
runner.on("close", (code) => {
  process.exitCode = code ?? 1;
});
