import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { faultsOf, machineOf, readPackage, rendererNames } from "../../scripts/vsix/contents.mjs";
import { pack } from "../../scripts/vsix/pack.mjs";
import { TARGETS, targetHere } from "../../scripts/vsix/targets.mjs";
import { WIRE_VERSION } from "../../src/common/wire/worker";
import type { EncodingAnswer, EncodingRequest } from "../../src/worker/text/encoders/answerTexts";
import { codeVersion } from "../../src/worker/version";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hocslm-package-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const here = targetHere();
const elsewhere = here ? false : "no package is made for this platform";
let packed: Map<string, Uint8Array> | undefined;

/** The package of this platform, made once. */
async function contents(): Promise<Map<string, Uint8Array>> {
  if (!packed) {
    const path = join(folder, "here.vsix");
    await pack(here!, path);
    packed = readPackage(path);
  }
  return packed;
}

test("the package of this platform is made without a warning and holds what it may", { skip: elsewhere }, async () => {
  const files = await contents();
  assert.deepEqual(faultsOf(files, here!, rendererNames(root)), []);
  const sizes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const native = TARGETS[here!]!.files.reduce((sum, name) => sum + files.get(name)!.length, 0);
  const weights = [...files].reduce((sum, [name, { length }]) => sum + (name.includes("group1-shard") ? length : 0), 0);
  assert.ok(weights < 28e6, `${weights} bytes of the text encoder's weights`);
  // Each renderer twice, for the editor and for pages; plotly.js and vega are the large ones.
  const others = sizes - native - weights;
  assert.ok(others < 26e6, `${others} bytes beside the native code and the weights`);
});

test("what is unpacked from it finds its engine and its data, and serves the editor", { skip: elsewhere }, async () => {
  for (const [name, bytes] of await contents()) {
    const path = join(folder, "unpacked", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const program = join(folder, "unpacked/dist/hgl.mjs");
  const doctor = spawnSync(process.execPath, [program, "doctor", "--json"], { cwd: folder, encoding: "utf8" });
  assert.equal(doctor.status, 0, doctor.stderr);
  const info = spawnSync(process.execPath, [program, "data", "info", "ui-prmd"], { cwd: folder, encoding: "utf8" });
  assert.equal(info.status, 0, info.stderr);
  assert.match(info.stdout, /200 clips/);
  assert.equal(await embeddedLength(join(folder, "unpacked/dist/embeddedThread.mjs")), 512);
  const serve = spawn(process.execPath, [program, "serve"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const asked = { jsonrpc: "2.0", id: 1, method: "hello", params: { wire: WIRE_VERSION, version: codeVersion() } };
  const hello = JSON.stringify(asked);
  serve.stdin.write(`Content-Length: ${hello.length}\r\n\r\n${hello}`);
  let answer = "";
  for await (const chunk of serve.stdout) {
    answer += String(chunk);
    // It ends when nobody speaks to it any more.
    if (answer.includes('"id":1')) serve.stdin.end();
  }
  assert.match(answer, /"id":1,"result":\{.*"readOnly":false/);
});

/** Numbers in the vector that the text encoder's thread gives. */
async function embeddedLength(file: string): Promise<number> {
  const thread = new Worker(file);
  thread.postMessage({ id: 0, text: "An arm rises." } satisfies EncodingRequest);
  const [answer] = (await once(thread, "message")) as [EncodingAnswer];
  await thread.terminate();
  return "encoded" in answer ? answer.encoded.sentence.length : assert.fail(JSON.stringify(answer.error));
}

test("every platform's native files are there, compiled for it", () => {
  for (const [target, { format, architecture, files }] of Object.entries(TARGETS))
    for (const file of files) {
      const found = machineOf(readFile(file));
      assert.deepEqual(found, { format, architecture }, `${target}: ${file}`);
    }
});

test("a package with foreign, missing, stale or nameless files is refused", { skip: elsewhere }, async () => {
  const good = await contents();
  const renderers = rendererNames(root);
  const faults = (change: (files: Map<string, Uint8Array>) => void): string[] => {
    const files = new Map(good);
    change(files);
    return faultsOf(files, here!, renderers);
  };
  const other = Object.keys(TARGETS).find((name) => TARGETS[name]!.format !== TARGETS[here!]!.format)!;
  const [binding] = TARGETS[here!]!.files;
  const foreign = readFile(TARGETS[other]!.files[0]!);
  assert.match(faults((files) => files.set("src/main.ts", new Uint8Array())).join(), /src\/main\.ts does not belong/);
  assert.match(faults((files) => files.set("dist/hgl.mjs.map", new Uint8Array())).join(), /hgl\.mjs\.map does not/);
  assert.match(faults((files) => files.set(binding!, foreign)).join(), new RegExp(`which ${here} cannot load`));
  assert.match(faults((files) => files.set("media/icon.png", foreign)).join(), /media\/icon\.png is .* cannot load/);
  assert.match(faults((files) => files.delete("dist/hgl.mjs")).join(), /dist\/hgl\.mjs is missing/);
  assert.match(
    faults((files) => files.set("dist/renderers/gone.mjs", new Uint8Array())).join(),
    /left from a renderer/,
  );
  assert.match(
    faults((files) => files.delete("media/language/hgl.tmLanguage.json")).join(),
    /The manifest names media\/language\/hgl\.tmLanguage\.json/,
  );
});

test("a platform without ONNX Runtime's binary has no package", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, "scripts/package.mjs"), "--target", "darwin-x64"],
    {
      encoding: "utf8",
    },
  );
  assert.equal(status, 1);
  assert.match(stderr, /^There is no package for darwin-x64; choose among linux-x64, /);
});

function readFile(path: string): Uint8Array {
  assert.ok(existsSync(join(root, path)), path);
  return readFileSync(join(root, path));
}
