import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { startEditor } from "../../scripts/editor/serve.mjs";
import { until } from "./workbench";

const home = mkdtempSync(join(tmpdir(), "hocslm-server-"));
after(() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

/** Whether anybody is left of a process group. */
function isThere(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

/** Process ids of a group, as Linux lists them. */
function membersOf(group: number): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) === group;
    } catch {
      return false;
    }
  });
}

/** Addresses at which a group of processes listens, in the kernel's notation: address in hexadecimal, port. */
function listeningOf(group: number): string[] {
  const sockets = new Set(
    membersOf(group).flatMap((pid) => readdirSync(`/proc/${pid}/fd`).map((fd) => targetOf(`/proc/${pid}/fd/${fd}`))),
  );
  const LISTENING = "0A";
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === LISTENING && sockets.has(`socket:[${columns[9]}]`))
      .map((columns) => columns[1]!),
  );
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

test(
  "the editor, which asks for no password, listens on the loopback interface and nowhere else",
  { skip: existsSync("/proc/net/tcp") ? false : "this system has no /proc" },
  async () => {
    const editor = await startEditor({ home: join(home, "one"), folder: home });
    try {
      const LOOPBACK = "0100007F";
      assert.deepEqual(listeningOf(editor.pid!), [
        `${LOOPBACK}:${editor.port.toString(16).toUpperCase().padStart(4, "0")}`,
      ]);
      assert.equal((await fetch(`${editor.url}healthz`)).status, 200);
    } finally {
      await editor.stop();
    }
    assert.equal(isThere(editor.pid!), false);
    await assert.rejects(fetch(`${editor.url}healthz`));
  },
);

test("the server ends when whoever started it is killed", async () => {
  const script = [
    `import { startEditor } from ${JSON.stringify(pathToFileURL("scripts/editor/serve.mjs").href)};`,
    `const { pid } = await startEditor(${JSON.stringify({ home: join(home, "two"), folder: home })});`,
    "console.log(pid);",
  ].join("\n");
  const starter = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(starter.stdout, "data")) as [Buffer];
  const group = Number(String(said));
  assert.ok(isThere(group));
  starter.kill("SIGKILL");
  await until("the server has ended too", () => !isThere(group));
});
