import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/worker/store/runFolder";
import { serveHere } from "../unit/worker/serve/client";
import { notebookFolder } from "../unit/worker/serve/notebook";

const TIMES = process.env.HGL_DEEP ? 50 : 3;

const CELLS = `
\`\`\`hgl figure #lines
figure: curves
of: base
formats: [svg]
\`\`\`

\`\`\`hgl figure #matrix
figure: confusion
of: base
formats: [svg]
\`\`\`

\`\`\`hgl table #numbers
table: results
of: base
formats: [tex, csv, md]
\`\`\`
`;

/** Everything that a notebook's cells have left which a paper could show, by name; computed in a folder and by processes of its own. */
async function madeOnce(): Promise<Record<string, string>> {
  const { root, path, text: cells } = notebookFolder({ epochs: 1, seeds: "[1]" });
  const text = cells.replace("epochs: 1", "epochs: 1\noptimizer: adamw") + CELLS;
  writeFileSync(path, text);
  const { client, end } = await serveHere();
  try {
    for (const cell of ["base", "lines", "matrix", "numbers"]) {
      const { status, message } = await client.ask("execute", { path, text, cell, execution: cell });
      assert.equal(status.state, "done", message ?? cell);
    }
    return hashes(root);
  } finally {
    await end();
    rmSync(root, { recursive: true, force: true });
  }
}

function hashes(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  const kept = names.filter((name) => /\.(safetensors|npy|svg|tex|csv|md)$/.test(name) && !name.endsWith(".hgl.md"));
  return Object.fromEntries(kept.map((name) => [name, sha256(contentOf(join(root, name)))]));
}

/** The file's bytes; of a checkpoint its tensors, since its position also holds how long training took. */
function contentOf(path: string): Uint8Array {
  const file = readFileSync(path);
  return path.endsWith(".safetensors") ? file.subarray(8 + Number(file.readBigUInt64LE(0))) : file;
}

test("the same seed twice gives the same weights, scores, tables and pictures, byte for byte", async (t) => {
  const first = await madeOnce();
  const kinds = new Set(Object.keys(first).map((name) => name.slice(name.lastIndexOf(".") + 1)));
  assert.deepEqual([...kinds].sort(), ["csv", "md", "npy", "safetensors", "svg", "tex"]);
  for (let time = 1; time < TIMES; time++) assert.deepEqual(await madeOnce(), first, `time ${time + 1}`);
  t.diagnostic(`${TIMES}/${TIMES} times ${Object.keys(first).length} files with the same bytes`);
});
