import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

// Zones are syntax only, so the snippets need no TypeScript project behind them.
const eslint = new ESLint({
  cwd: fileURLToPath(new URL("../..", import.meta.url)),
  overrideConfig: [
    tseslint.configs.disableTypeChecked as object,
    { rules: { "@typescript-eslint/no-unused-vars": "off", "@typescript-eslint/consistent-type-imports": "off" } },
  ],
});

const IMPORT = "@typescript-eslint/no-restricted-imports";
const SYNTAX = "no-restricted-syntax";
const GLOBAL = "no-restricted-globals";
const PROPERTY = "no-restricted-properties";

/** Lints one statement as if it stood in `file`; the rules that must object, in order. */
async function objects(file: string, code: string, ...rules: string[]): Promise<void> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: file });
  assert.deepEqual(
    result!.messages.map(({ ruleId, message }) => ruleId ?? message),
    rules,
    `${file}: ${code}`,
  );
}

const value = (from: string): string => `import { x } from "${from}";\nexport { x };`;
const type = (from: string): string => `import type { X } from "${from}";\nexport type Y = X;`;

test("common imports nothing", async () => {
  await objects("src/common/a.ts", value("./errors"));
  await objects("src/common/payloads/a.ts", value("../errors"));
  await objects("src/common/a.ts", value("../notebook/parse"), IMPORT);
  await objects("src/common/a.ts", type("../model/data/dataset"), IMPORT);
  await objects("src/common/a.ts", value("zod"), IMPORT);
  await objects("src/common/a.ts", value("node:fs"), IMPORT);
  await objects("src/common/a.ts", value("fs"), IMPORT);
  await objects("src/common/a.ts", "export const x = process.pid;", GLOBAL);
  await objects("src/common/a.ts", "console.log(1);", "no-console");
});

test("notebook imports common, yaml and zod", async () => {
  await objects("src/notebook/cells/a.ts", value("../../common/errors"));
  await objects("src/notebook/a.ts", value("zod"));
  await objects("src/notebook/a.ts", value("zod/mini"));
  await objects("src/notebook/a.ts", value("yaml"));
  await objects("src/notebook/a.ts", value("yamljs"), IMPORT);
  await objects("src/notebook/a.ts", value("vscode"), IMPORT);
  await objects("src/notebook/a.ts", type("vscode"), IMPORT);
  await objects("src/notebook/a.ts", value("node:path"), IMPORT);
  await objects("src/notebook/cells/a.ts", value("../../model/random"), IMPORT);
  await objects("src/notebook/cells/a.ts", value("../../../src/model/random"), IMPORT);
});

test("engine imports common, tfjs-core and onnxruntime, and knows nothing of skeletons", async () => {
  await objects("src/engine/a.ts", value("@tensorflow/tfjs-core"));
  await objects("src/engine/a.ts", value("@tensorflow/tfjs-core/dist/engine"));
  await objects("src/engine/a.ts", value("onnxruntime-node"));
  await objects("src/engine/a.ts", value("@tensorflow/tfjs"), IMPORT);
  await objects("src/engine/kernels/a.ts", value("../../model/skeleton/layout"), IMPORT);
  await objects("src/engine/kernels/a.ts", type("../../model/skeleton/layout"), IMPORT);
  await objects("src/engine/a.ts", "export const x = document.title;", GLOBAL);
});

test("model imports common, engine and tfjs-core, and has no clock, chance, Node or DOM", async () => {
  await objects("src/model/network/a.ts", value("../../engine/index"));
  await objects("src/model/a.ts", value("@tensorflow/tfjs-core"));
  await objects("src/model/a.ts", value("onnxruntime-node"), IMPORT);
  await objects("src/model/a.ts", value("node:fs"), IMPORT);
  await objects("src/model/a.ts", value("../worker/store/runFolder"), IMPORT);
  await objects("src/model/a.ts", value("../figures/svg"), IMPORT);
  await objects("src/model/a.ts", `export const x = import("node:fs");`, SYNTAX);
  await objects("src/model/a.ts", `export const x = import("../worker/main");`, SYNTAX);
  await objects("src/model/a.ts", `export type X = import("../worker/main").X;`, SYNTAX);
  await objects("src/model/a.ts", `export * from "../worker/main";`, IMPORT);
  await objects("src/model/a.ts", "export const x = Math.random();", PROPERTY);
  await objects("src/model/a.ts", "export const x = Date.now();", GLOBAL, PROPERTY);
  await objects("src/model/a.ts", "export const x = new Date();", GLOBAL);
  await objects("src/model/a.ts", "export const x = performance.now();", GLOBAL, PROPERTY);
  await objects("src/model/a.ts", "export const x = window.name;", GLOBAL);
});

test("figures imports common and vega, and of model only types", async () => {
  await objects("src/figures/a.ts", value("vega-lite"));
  await objects("src/figures/a.ts", type("../model/skeleton/layout"));
  await objects("src/figures/a.ts", value("../model/skeleton/layout"), IMPORT);
  await objects("src/figures/a.ts", `export const x = import("../model/random");`, SYNTAX);
  await objects("src/figures/a.ts", type("../engine/index"), IMPORT);
  await objects("src/figures/a.ts", value("node:fs"), IMPORT);
});

test("worker imports the rooms below, Node and the package's dependencies, never the editor", async () => {
  await objects("src/worker/cli/a.ts", value("../../model/random"));
  await objects("src/worker/cli/a.ts", value("commander"));
  await objects("src/worker/a.ts", value("node:fs/promises"));
  await objects("src/worker/a.ts", "console.log(process.pid);");
  await objects("src/worker/a.ts", value("vscode"), IMPORT);
  await objects("src/worker/a.ts", value("../extension/main"), IMPORT);
  await objects("src/worker/a.ts", value("../renderers/confusion/index"), IMPORT);
  await objects("src/worker/a.ts", value("esbuild"), IMPORT);
  await objects("src/worker/a.ts", "export const x = window.name;", GLOBAL);
});

test("extension imports common, notebook, Node and vscode, never the engine", async () => {
  await objects("src/extension/a.ts", value("vscode"));
  await objects("src/extension/a.ts", value("node:path"));
  await objects("src/extension/a.ts", value("../notebook/index"));
  await objects("src/extension/a.ts", value("../engine/index"), IMPORT);
  await objects("src/extension/a.ts", type("../model/data/dataset"), IMPORT);
  await objects("src/extension/a.ts", value("../worker/main"), IMPORT);
  // The extension has a folder of that name itself.
  await objects("src/extension/running/a.ts", value("../worker/client"));
  await objects("src/extension/running/a.ts", value("../../worker/main"), IMPORT);
  await objects("src/extension/a/b/c/a.ts", value("../../../../worker/main"), IMPORT);
  await objects("src/extension/a.ts", value("@tensorflow/tfjs-core"), IMPORT);
  await objects("src/extension/a.ts", value("zod"), IMPORT);
});

test("renderers import the frame and common, never run or parse text", async () => {
  await objects("src/renderers/confusion/a.ts", value("../../common/payloads/confusion"));
  await objects("src/renderers/confusion/a.ts", value("./grid"));
  await objects("src/renderers/confusion/a.ts", "document.title = window.name;");
  await objects("src/renderers/confusion/a.ts", value("../../figures/palette"), IMPORT);
  await objects("src/renderers/confusion/parts/a.ts", value("../grid"));
  await objects("src/renderers/confusion/parts/a.ts", value("../../../common/errors"));
  await objects("src/renderers/confusion/a.ts", value("../frame/elements"));
  await objects("src/renderers/confusion/parts/a.ts", value("../../frame/elements"));
  await objects("src/renderers/frame/a.ts", value("../../common/errors"));
  await objects("src/renderers/frame/a.ts", value("../confusion/matrix"), IMPORT);
  await objects("src/renderers/confusion/a.ts", value("../framework/a"), IMPORT);
  await objects("src/renderers/confusion/a.ts", value("../skeleton/joints"), IMPORT);
  await objects("src/renderers/confusion/parts/a.ts", type("../../skeleton/joints"), IMPORT);
  await objects("src/renderers/confusion/a.ts", value("node:fs"), IMPORT);
  await objects("src/renderers/confusion/a.ts", value("vscode"), IMPORT);
  await objects("src/renderers/confusion/a.ts", "export const x = process.pid;", GLOBAL);
  await objects("src/renderers/confusion/a.ts", `export const x = eval("1");`, "no-eval");
  await objects("src/renderers/confusion/a.ts", `export const x = new Function("return 1");`, "no-new-func");
  await objects("src/renderers/confusion/a.ts", `document.body.innerHTML = name;`, SYNTAX);
  await objects("src/renderers/confusion/a.ts", `document.body["innerHTML"] = name;`, SYNTAX);
  await objects("src/renderers/confusion/a.ts", `document.body.insertAdjacentHTML("beforeend", name);`, SYNTAX);
  await objects("src/renderers/confusion/a.ts", `document.write(name);`, SYNTAX);
});
