import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

/** In a thread, what asks for a socket, a name or a page fails. */
const GUARD = `data:text/javascript,${encodeURIComponent(`
import net from "node:net";
import dns from "node:dns";
const refuse = () => { throw new Error("a socket was asked for"); };
net.Socket.prototype.connect = net.connect = dns.lookup = dns.promises.lookup = globalThis.fetch = refuse;
`)}`;

/** Prints the vector that a thread gives, or its error. */
const ASKING = `
import { Worker } from "node:worker_threads";
const [file, text, workerData] = process.argv.slice(1);
const thread = new Worker(new URL(file), { execArgv: ["--import", ${JSON.stringify(GUARD)}], workerData: JSON.parse(workerData) });
thread.postMessage({ id: 0, text });
thread.once("message", ({ encoded, error }) => { console.log(encoded?.sentence.join() ?? JSON.stringify(error)); thread.terminate(); });
`;

/** Begins a command whose process has no network. */
export const CUT = ["unshare", "--map-root-user", "--net"];
/** Why that cannot be had here; false where it can. */
export const withNetwork =
  spawnSync(CUT[0]!, [...CUT.slice(1), "true"]).status === 0
    ? false
    : "the network of a process cannot be cut off here: no unshare, or no leave to use it";

/**
 * Runs an encoder's thread as it is installed, with no way to a socket, and nothing else of the product.
 *
 * @param file a path, or a URL of data
 * @returns the sentence vector of the text, or the error, as one line
 */
export function askThread(file: string, text: string, data?: unknown, before: readonly string[] = []): string {
  const url = file.startsWith("data:") ? file : pathToFileURL(file).href;
  const told = [url, text, JSON.stringify(data ?? null)];
  const [program, ...args] = [...before, process.execPath, "--input-type=module", "-e", ASKING, ...told];
  const { stdout, stderr } = spawnSync(program!, args, { encoding: "utf8", timeout: 120_000 });
  assert.equal(stderr, "");
  return stdout.trim();
}
