import { execFile, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer, connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { installEditor } from "./install.mjs";

const LOOPBACK = "127.0.0.1";
const START_MS = 60_000;
const STOP_MS = 5_000;

/** A quiet editor: it asks nothing of the network, and shows what was opened and nothing else. */
const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "git.openRepositoryInParentFolders": "never",
};

/**
 * @typedef {object} Editor
 * @property {string} url where it answers, on this machine only
 * @property {number} port
 * @property {number} pid of the server; also its process group
 * @property {string} log path of what the server printed
 * @property {(file: string) => Promise<boolean>} open a file in the window that shows its folder; false while there is no such window
 * @property {Promise<string>} ended resolves when the server is gone, to how it ended
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a real VS Code (code-server) without a password, on the loopback interface only.
 *
 * @param {object} options
 * @param {string} options.home folder for its user data, extensions and log; made when missing
 * @param {string} options.folder what the bare address shows
 * @param {string[]} [options.vsix] packages to install
 * @param {Record<string, unknown>} [options.settings] user settings
 * @param {boolean} [options.trust] whether every folder is trusted without asking
 * @param {NodeJS.ProcessEnv} [options.env] added to the server's environment
 * @param {number} [options.port] a free one when not given
 * @param {(line: string) => void} [options.say]
 * @returns {Promise<Editor>}
 */
export async function startEditor({ home, folder, vsix = [], settings = {}, trust = false, env = {}, port, say }) {
  const { node, entry } = await installEditor(say);
  const user = join(home, "user");
  const extensions = join(home, "extensions");
  const config = join(home, "config.yaml");
  const log = join(home, "server.log");
  // A socket's path may have 100 characters, which a home deep in a project has not to spare.
  const sockets = mkdtempSync(join(tmpdir(), "hocslm-"));
  const socket = join(sockets, "sessions.sock");
  for (const folder of [join(user, "User"), extensions]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(user, "User/settings.json"), `${JSON.stringify({ ...QUIET, ...settings }, null, 2)}\n`);
  writeFileSync(config, "auth: none\n");
  const own = ["--config", config, "--user-data-dir", user, "--extensions-dir", extensions];
  const environment = cleanEnvironment({ ...env, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home });
  for (const file of vsix)
    await promisify(execFile)(node, [entry, ...own, "--install-extension", file, "--force"], { env: environment });

  const chosen = port ?? (await freePort());
  const server = spawn(
    node,
    [
      ...["--import", new URL("endWithStarter.mjs", import.meta.url).href, entry, ...own],
      ...["--auth", "none", "--bind-addr", `${LOOPBACK}:${chosen}`, "--session-socket", socket],
      ...[
        "--disable-telemetry",
        "--disable-update-check",
        "--disable-getting-started-override",
        "--ignore-last-opened",
      ],
      ...(trust ? ["--disable-workspace-trust"] : []),
      folder,
    ],
    // A group of its own: Ctrl-C in the terminal reaches us alone, and what the editor started ends with it.
    { env: environment, stdio: ["ignore", "pipe", "pipe", "ipc"], detached: true },
  );
  const written = createWriteStream(log);
  server.stdout.pipe(written, { end: false });
  server.stderr.pipe(written, { end: false });
  const ended = new Promise((resolve) => {
    server.once("error", (error) => resolve(error.message));
    server.once("exit", (code, signal) => resolve(signal ? `signal ${signal}` : `exit status ${code}`));
  });
  const stop = async () => {
    await stopGroup(server, ended);
    rmSync(sockets, { recursive: true, force: true });
  };
  const url = `http://${LOOPBACK}:${chosen}/`;
  try {
    await answering(url, ended, log);
    await onLoopbackOnly(chosen);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    port: chosen,
    pid: server.pid,
    log,
    open: (file) => openFile(node, entry, own, socket, environment, file),
    ended,
    stop,
  };
}

/** Of an editor's terminal we may run in, nothing may reach the new editor. */
function cleanEnvironment(added) {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(VSCODE_|CODE_SERVER_|ELECTRON_|npm_)/.test(name) && !["PORT", "PASSWORD", "NODE_OPTIONS"].includes(name),
  );
  return { ...Object.fromEntries(kept), ...added };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, LOOPBACK, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answering(url, ended, log) {
  let gone;
  void ended.then((how) => (gone = how));
  for (const end = Date.now() + START_MS; Date.now() < end; await pause(100)) {
    if (gone !== undefined) throw new Error(`The editor's server ended at once (${gone}); what it said is in ${log}.`);
    const answer = await fetch(`${url}healthz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`The editor's server did not answer within ${START_MS / 1000} s; what it said is in ${log}.`);
}

/** Whoever reaches the server may run programs as this user, so it is tried from every other address of this machine. */
export async function onLoopbackOnly(port) {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter(({ internal }) => !internal)
    .map(({ address, scopeid, family }) => ({ host: scopeid ? `${address}%${scopeid}` : address, family }));
  const open = await Promise.all(others.map(async ({ host }) => ((await answersAt(host, port)) ? [host] : [])));
  if (open.flat().length > 0)
    throw new Error(
      `The editor's server has no password but answered at ${open.flat().join(", ")}, so it was stopped.`,
    );
}

function answersAt(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
  });
}

/** Asks the running editor, as its own command line does; its answer comes before the file shows. */
async function openFile(node, entry, own, socket, env, file) {
  const session = await new Promise((resolve) => {
    const request = get({ socketPath: socket, path: `/session?${new URLSearchParams({ filePath: file })}` });
    request.once("error", () => resolve(undefined));
    request.once("response", async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve(response.statusCode === 200 ? JSON.parse(text).socketPath : undefined);
    });
  });
  if (!session) return false;
  await promisify(execFile)(node, [entry, ...own, "--session-socket", socket, "--reuse-window", file], {
    env: { ...env, VSCODE_IPC_HOOK_CLI: session },
  });
  return true;
}

/** Ends the server and all it started, except what left its group on purpose (training outlives the editor). */
async function stopGroup(server, ended) {
  signalGroup(server.pid, "SIGTERM");
  await Promise.race([ended, pause(STOP_MS, undefined, { ref: false })]);
  // The server ends before its extension host; the rest of the group has a moment to follow.
  for (const end = Date.now() + STOP_MS; signalGroup(server.pid, 0) && Date.now() < end;) await pause(50);
  signalGroup(server.pid, "SIGKILL");
}

/** False when nobody of the group is left. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
