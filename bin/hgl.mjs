#!/usr/bin/env node
// Starts the bundled program; in a checkout it first builds it where the sources are newer.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = `${root}dist/hgl.mjs`;

function newest(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (latest, entry) =>
      entry.isFile() ? Math.max(latest, statSync(`${entry.parentPath}/${entry.name}`).mtimeMs) : latest,
    0,
  );
}

if (existsSync(`${root}esbuild.mjs`)) {
  const sources = Math.max(newest(`${root}src`), statSync(`${root}package-lock.json`).mtimeMs);
  if (!existsSync(program) || statSync(program).mtimeMs < sources) {
    const { status } = spawnSync(process.execPath, [`${root}esbuild.mjs`], {
      stdio: ["ignore", process.stderr, process.stderr],
    });
    if (status !== 0) process.exit(status ?? 1);
  }
}

await import(new URL("../dist/hgl.mjs", import.meta.url).href);
