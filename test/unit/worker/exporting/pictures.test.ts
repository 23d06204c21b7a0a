import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { picturesBeside } from "../../../../src/worker/exporting/pictures";
import { PNG, SVG } from "../../figures/export/sample";

const root = mkdtempSync(join(tmpdir(), "hgl-pictures-"));
after(() => rmSync(root, { recursive: true, force: true }));
const folder = join(root, "note book");
mkdirSync(join(folder, "sub"), { recursive: true });
writeFileSync(join(root, "outside.png"), PNG);
symlinkSync(join(root, "outside.png"), join(folder, "linked.png"));
symlinkSync(root, join(folder, "up"));
const files = {
  "dot.png": PNG,
  "sub/größe 1.svg": Buffer.from(`<?xml version="1.0"?>\n<!-- made -->\n${SVG}`),
  "photo.jpg": Buffer.from("ffd8ffe000104a464946", "hex"),
  "moving.gif": Buffer.from("GIF89a0000"),
  "named.png": Buffer.from("<html><svg></svg></html>"),
  "large.png": Buffer.concat([PNG, Buffer.alloc(4 * 2 ** 20)]),
};
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
const picture = picturesBeside(join(folder, "n.hgl.md"));

for (const [source, expected] of Object.entries({
  "dot.png": "image/png",
  "./dot.png?v=2#x": "image/png",
  "sub/gr%C3%B6%C3%9Fe%201.svg": "image/svg+xml",
  "sub/../photo.jpg": "image/jpeg",
  "moving.gif": "image/gif",
  [`data:image/png;base64,${PNG.toString("base64")}`]: "image/png",
  [join(folder, "dot.png")]: "image/png",
  "data:image/png;base64,PGh0bWw+": /it is no PNG, JPEG, GIF or SVG/,
  "data:text/html,x": /not a file beside the notebook/,
  "https://example.org/x.png": /not a file beside the notebook/,
  "//example.org/x.png": /not a file beside the notebook/,
  "file:///etc/hostname": /not a file beside the notebook/,
  "../outside.png": /outside the notebook's folder/,
  "linked.png": /outside the notebook's folder/,
  "up/outside.png": /outside the notebook's folder/,
  "/etc/hostname": /outside the notebook's folder/,
  "named.png": /it is no PNG/,
  "large.png": /it is larger than 4 MB/,
  "absent.png": /it cannot be read/,
  sub: /it cannot be read|no PNG/,
  "%E0%A4%A": /it cannot be read/,
  "": /outside the notebook's folder/,
})) {
  test(`"${source.slice(0, 40)}" is ${String(expected)}`, () => {
    const found = picture(source);
    if (typeof expected === "string") assert.equal(found.ok && found.type, expected);
    else assert.match(found.ok ? "carried" : found.why, expected);
  });
}
