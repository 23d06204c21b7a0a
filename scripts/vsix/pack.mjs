import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { faultsOf, readPackage, rendererNames } from "./contents.mjs";
import { TARGETS } from "./targets.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Makes the package of one platform from what is built, and looks into it.
 *
 * @param {string} target a key of TARGETS
 * @param {string} path of the .vsix to write
 * @returns {Promise<{ bytes: number; nativeBytes: number; files: number }>}
 * @throws when vsce warns of anything, or the package holds what it should not
 */
export async function pack(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "hocslm-vsix-"));
  try {
    const ignore = join(folder, "vscodeignore");
    const native = TARGETS[target].files.map((file) => `!${file}`).join("\n");
    writeFileSync(ignore, `${readFileSync(join(ROOT, ".vscodeignore"), "utf8")}\n${native}\n`);
    await vsce(["package", "--target", target, "--ignoreFile", ignore, "--out", path]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const files = readPackage(path);
  const faults = faultsOf(files, target, rendererNames(ROOT));
  if (faults.length > 0) {
    rmSync(path);
    throw new Error(`The package for ${target} was made wrongly and is deleted:\n  ${faults.join("\n  ")}`);
  }
  const nativeBytes = TARGETS[target].files.reduce((sum, name) => sum + files.get(name).length, 0);
  return { bytes: statSync(path).size, nativeBytes, files: files.size };
}

/** The manifest names no public repository yet, so links of the README stay as they are. */
const LINKS = ["--allow-missing-repository", "--no-rewrite-relative-links"];

async function vsce(args) {
  const child = spawn(process.execPath, [join(ROOT, "node_modules/@vscode/vsce/vsce"), ...args, ...LINKS], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // npm, which vsce calls, may warn of the user's own configuration; that is no fault of the package.
  const said = printed.split("\n").filter((line) => !/^npm (warn|notice)/i.test(line));
  if (code !== 0 || said.some((line) => /\bwarn(ing)?\b/i.test(line)))
    throw new Error(`vsce ${code === 0 ? "warned" : `failed (exit status ${code})`}:\n${said.join("\n").trim()}`);
}
