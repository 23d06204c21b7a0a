import { MIME } from "../../../../src/common/ids";
import type { CellOutput } from "../../../../src/common/wire/worker";
import type { ExportHgl, ExportInput, Picture } from "../../../../src/figures/export/input";
import { exportTools } from "../../../../src/worker/running/figureTools";
import { dataCardPayload, figurePayload, runView, skeletonPayload, trainingPayload } from "../../renderers/payloads";

export const tools = exportTools();

/** One pixel, and it is see-through. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
export const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#0072b2"/></svg>';

export function picture(source: string): Picture {
  if (source === "dot.png") return { ok: true, type: "image/png", bytes: PNG };
  if (source === "box.svg") return { ok: true, type: "image/svg+xml", bytes: Buffer.from(SVG) };
  return { ok: false, why: "it is not a file beside the notebook" };
}

const PROSE = `# What bones say

Some *emphasised*, **strong**, ~~struck~~ and \`coded\` words, and a [link](https://example.org/a?b=1&c=2). <!-- hidden -->

<!-- a comment
of two lines -->

## Lists & tables

1. first
2. second
   - inner

> Quoted.

| key | value |
|:--|--:|
| a | 1 |
| b | 22 |

---

\`\`\`python
print("<b>")
\`\`\`

![A dot](dot.png) ![A box](box.svg) ![Elsewhere](https://example.org/x.png)
`;

export function hgl(
  kind: string,
  id: string,
  outputs: readonly CellOutput[],
  more: Partial<ExportHgl> = {},
): ExportHgl {
  return {
    type: "hgl",
    kind,
    id,
    source: [
      { role: "kind", text: kind },
      { role: "plain", text: " " },
      { role: "id", text: `#${id}` },
      { role: "plain", text: "\n" },
      { role: "key", text: "of" },
      { role: "plain", text: ": " },
      { role: "value", text: "base" },
      { role: "plain", text: " " },
      { role: "comment", text: "# why" },
    ],
    outputs,
    stale: false,
    ...more,
  };
}

const json = (value: unknown): string => JSON.stringify(value);

/** A notebook with a cell of every kind and every form of output. */
export const SAMPLE: ExportInput = {
  title: "A sample",
  notebook: "sample.hgl.md",
  notebookId: "nb-1",
  version: "0.1.0",
  at: Date.UTC(2026, 10, 30, 20, 37),
  cells: [
    { type: "prose", markdown: PROSE },
    hgl("data", "clips", [
      {
        [MIME.data]: json(dataCardPayload(4)),
        "text/markdown": "| Data set | many |\n| :-- | :-- |\n| Clips | 58 |\n",
      },
    ]),
    hgl("model", "net", [
      { "text/markdown": "| Block | Parameters |\n| :-- | --: |\n| stem | 10 |\n\nAs \\#base trains it.\n" },
    ]),
    { type: "prose", markdown: "Between two cells." },
    hgl(
      "train",
      "base",
      [
        {
          [MIME.training]: json(trainingPayload(runView(45))),
          "text/plain": "Seed  State\n────  ───────\n   1  running\n",
        },
        { "text/markdown": "| Result |\n| :-- |\n| 91 ± 2 |\n" },
      ],
      { stale: true },
    ),
    hgl("view", "moves", [
      { [MIME.skeleton]: json(skeletonPayload(2)), "image/svg+xml": SVG, "text/plain": "Two clips\n\nclip 1\n" },
    ]),
    hgl("figure", "curves", [
      {
        [MIME.figure]: json(figurePayload()),
        "image/svg+xml": figurePayload().svg,
        "text/plain": "Curves, 88.9 x 52.9 mm\n",
      },
    ]),
    hgl("table", "later", []),
    hgl("view", "dots", [{ "image/png": PNG.toString("base64"), "text/plain": "A dot\n" }]),
  ],
  runs: [{ cell: "base", runId: "0123456789ab", seed: 1, configHash: "cd".repeat(32), dataHash: "ef".repeat(32) }],
  picture,
};
