// `npm run bench -- WHAT`: the screen is timed in a browser, and NTU RGB+D on made-up files, which the program does not ship; all else is `hgl bench`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const [what, ...more] = process.argv.slice(2);
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** Runs Node to its end with our streams, and ends with its status where that is not 0. */
function node(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

if (what === "screen") {
  node("esbuild.mjs");
  node("--import=tsx", "test/bench/screen.ts", ...more);
} else if (what === "ntu-files") node("--import=tsx", "test/bench/ntuFiles.ts", ...more);
else if (what === "ntu-reading") node("--import=tsx", "test/bench/ntuReading.ts", ...more);
else node("bin/hgl.mjs", "bench", ...process.argv.slice(2));
