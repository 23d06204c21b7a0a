// `npm start`: builds, trains the sample notebook in the terminal, then opens it in an editor. `npm start -- --no-editor` stops after the run.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { desktopEditor, openOnDesktop } from "./editor/desktop.mjs";
import { editorUnsupported } from "./editor/install.mjs";
import { startEditor } from "./editor/serve.mjs";
import { pack } from "./vsix/pack.mjs";
import { targetHere } from "./vsix/targets.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PLAYGROUND = join(ROOT, "playground");
const NOTEBOOK = join(PLAYGROUND, "first-run.hgl.md");
const REPORT = join(PLAYGROUND, "first-run-report.html");
const INTERRUPTED = 130;

const shown = (path) => relative(process.cwd(), path) || ".";

/** Resolves to the name of the first signal that asks us to end. */
const asked = new Promise((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve(signal));
  // npm hands a signal on to the shell between us and it, which ends without telling us.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event && process.platform !== "win32")
    setInterval(() => process.ppid !== parent && resolve("SIGTERM"), 500).unref();
});

/** Runs one of our own programs in this terminal; its exit status. */
async function run(args) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  // Ctrl-C reaches the child by itself; a signal sent to us alone has to be handed on.
  void asked.then((signal) => signal !== "SIGINT" && child.kill(signal));
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal ? INTERRUPTED : 1)));
  });
}

/** The sample in a folder of its own, where it may be changed; a changed one is kept. */
function prepare() {
  mkdirSync(PLAYGROUND, { recursive: true });
  if (!existsSync(NOTEBOOK)) cpSync(join(ROOT, "media/notebooks/first-run.hgl.md"), NOTEBOOK);
}

async function openInServer() {
  const unsupported = editorUnsupported();
  if (unsupported) {
    console.log(`${unsupported}\n${byHand()}`);
    return 0;
  }
  const target = targetHere();
  const { name, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const vsix = join(ROOT, "dist/vsix", `${name}-${version}-${target}.vsix`);
  console.log("Packing the extension …");
  await pack(target, vsix);
  const editor = await startEditor({
    home: join(PLAYGROUND, ".editor"),
    folder: PLAYGROUND,
    vsix: [vsix],
    settings: SETTINGS,
    // The only folder it is started for is our own sample.
    trust: true,
    say: (line) => console.log(line),
  });
  console.log(
    [
      "",
      `The notebook and its results: ${editor.url}`,
      "",
      "It is VS Code, in your browser; open the address on this machine. On another machine, forward the port first:",
      `  ssh -L ${editor.port}:127.0.0.1:${editor.port} HOST`,
      "It has no password and answers on this machine only; whoever else has an account here could open it while it runs.",
      "Ctrl-C ends it. Training that is under way goes on.",
      "",
    ].join("\n"),
  );
  const opening = new AbortController();
  void openOnce(editor, opening.signal);
  const how = await Promise.race([asked.then(() => undefined), editor.ended]);
  opening.abort();
  await editor.stop();
  if (how === undefined) return 0;
  console.error(`The editor's server ended by itself (${how}); what it said is in ${shown(editor.log)}.`);
  return 1;
}

const SETTINGS = {
  "git.enabled": false,
  "files.exclude": { "**/.editor": true, "**/.vscode": true },
  "files.watcherExclude": { "**/.editor/**": true, "**/.hgl/**": true },
  "search.exclude": { "**/.editor/**": true, "**/.hgl/**": true },
};

/** Shows the notebook in the first window that somebody opens; after that, windows show what their user left open. */
async function openOnce(editor, signal) {
  try {
    while (!(await editor.open(NOTEBOOK))) await pause(500, undefined, { signal });
  } catch (error) {
    if (!signal.aborted)
      console.error(`The notebook could not be opened by itself (${error.message}); choose it in the explorer.`);
  }
}

function byHand() {
  return [
    `To see it in VS Code: code --extensionDevelopmentPath=${JSON.stringify(ROOT)} ${JSON.stringify(PLAYGROUND)}`,
    `or make an installable package with "npm run package -- --target ${targetHere() ?? "linux-x64"}" and open ${shown(NOTEBOOK)}.`,
  ].join("\n");
}

async function main() {
  const { values } = parseArgs({ options: { "no-editor": { type: "boolean" } } });
  const built = await run([join(ROOT, "esbuild.mjs")]);
  if (built !== 0) return built;
  prepare();
  const ran = await run([join(ROOT, "dist/hgl.mjs"), "run", NOTEBOOK, "--report", REPORT]);
  if (ran !== 0 || values["no-editor"]) return ran;
  const desktop = desktopEditor();
  if (desktop) {
    // VS Code takes a file that it is started with for plain text unless told at once whose it is.
    associate();
    if (await openOnDesktop(desktop, { extension: ROOT, folder: PLAYGROUND, file: NOTEBOOK })) {
      console.log(
        `\nOpened ${shown(NOTEBOOK)} in VS Code, with the extension from this folder; nothing was installed into it.`,
      );
      return 0;
    }
    console.log("VS Code could not be started by `code`.");
  }
  return await openInServer();
}

function associate() {
  const settings = join(PLAYGROUND, ".vscode/settings.json");
  if (existsSync(settings)) return;
  mkdirSync(join(PLAYGROUND, ".vscode"), { recursive: true });
  const [{ type }] = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).contributes.notebooks;
  writeFileSync(settings, `${JSON.stringify({ "workbench.editorAssociations": { "*.hgl.md": type } }, null, 2)}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// Listening for signals keeps nothing alive, but a server's pipes may.
process.exit();
