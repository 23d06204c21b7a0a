import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import { smallDataset } from "../training/fakes";

export interface NotebookOptions {
  readonly epochs?: number;
  readonly seeds?: string;
  readonly lr?: number;
}

/** A small notebook with a cell of every kind. */
export function notebookText({ epochs = 2, seeds = "[1, 2]", lr = 0.05 }: NotebookOptions = {}): string {
  return `---
hgl: 1
---

Some words.

\`\`\`hgl data #clips
source: ./small.hgl-clips
validation: 0.25
window: 16
\`\`\`

\`\`\`hgl model #net
preset: hglnet-xs
\`\`\`

\`\`\`hgl train #base
data: clips
model: net
epochs: ${epochs}
batch: 6
lr: ${lr}
ema: 0.9
seeds: ${seeds}
\`\`\`

\`\`\`hgl view #mistakes
view: confusion
of: base
\`\`\`

\`\`\`hgl view #moves
view: skeleton
of: base
\`\`\`

\`\`\`hgl view #people
view: skeleton
of: clips
count: 2
\`\`\`
`;
}

/** A fresh folder with the notebook's file and its data. */
export function notebookFolder(options: NotebookOptions = {}): { root: string; path: string; text: string } {
  const root = mkdtempSync(join(tmpdir(), "hgl-serve-"));
  const path = join(root, "n.hgl.md");
  const text = notebookText(options);
  writeFileSync(path, text);
  writeFileSync(join(root, "small.hgl-clips"), encodeClipStore(smallDataset()));
  return { root, path, text };
}
