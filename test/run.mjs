// Runs the tests with Node's own runner: `node test/run.mjs [PART-OF-A-PATH …]`.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const KINDS = ["unit", "property", "golden", "parity", "crash"];
/** No test takes minutes; one that hangs must not hold the whole run. */
const TIMEOUT_MS = 300_000;

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const filters = process.argv.slice(2);
const files = KINDS.map((kind) => join("test", kind))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))))
  .filter((path) => path.endsWith(".test.ts"))
  .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
  .sort();

if (files.length === 0) {
  console.error(filters.length > 0 ? `No test file's path holds ${filters.join(" or ")}.` : "There is no test file.");
  process.exit(1);
}

const runner = spawn(
  process.execPath,
  [
    "--import=tsx",
    "--test",
    "--test-concurrency=2",
    `--test-timeout=${TIMEOUT_MS}`,
    "--test-reporter=./test/reporter.mjs",
    "--test-reporter-destination=stdout",
    ...files,
  ],
  { stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => runner.kill(signal));
runner.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
runner.on("close", (code) => {
  process.exitCode = code ?? 1;
});
