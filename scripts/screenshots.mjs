// Takes the pictures of the documentation anew, of the sample trained as the README tells: `npm run screenshots`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const { status } = spawnSync(process.execPath, ["test/run.mjs", "e2e", "pictures"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: { ...process.env, HOCSLM_SCREENSHOTS: "1" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
