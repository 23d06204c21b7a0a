import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { MIME, type RendererName } from "../../../../src/common/ids";
import { toHtml } from "../../../../src/figures/export/html";
import { NO_OUTPUT, STALE, type ExportInput } from "../../../../src/figures/export/input";
import { HOSTILE } from "../../../golden/records";
import { hgl, SAMPLE } from "./sample";

const script = (name: RendererName): string => `run(${JSON.stringify(name)})`;
const withCells = (...cells: ExportInput["cells"]): ExportInput => ({ ...SAMPLE, cells });

test("every kind of output that has a view stands in the page with its payload, and its script once", async () => {
  for (const name of Object.keys(MIME) as RendererName[]) {
    const output = { [MIME[name]]: JSON.stringify({ of: name }), "text/plain": "in words\n" };
    const page = await toHtml(withCells(hgl("view", "a", [output, output]), hgl("view", "b", [output])), script);
    assert.equal(
      page.split(`<div data-hgl-${name}></div><script type="application/json">{"of":"${name}"}</script>`).length,
      4,
    );
    assert.deepEqual(scriptsOf(page), [script(name)], name);
    assert.match(page, /<div class="static">\s*<pre class="text">in words/);
  }
});

test("it loads nothing and allows exactly the scripts it carries", async () => {
  const tricky = (name: RendererName) => `const a = "</script><!-- ${name}";`;
  const page = await toHtml(SAMPLE, tricky);
  const scripts = scriptsOf(page);
  assert.equal(scripts.length, 4, "data, training, skeleton, figure");
  const hashes = scripts.map((text) => `&#39;sha256-${createHash("sha256").update(text).digest("base64")}&#39;`);
  assert.ok(page.includes(`script-src ${hashes.join(" ")}; base-uri`));
  assert.ok(page.includes("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:;"));
  const loading = page.replace(/<script[^]*?<\/script>/g, "").match(/(?:src|href)="[^"]*"|@import|url\(/g)!;
  assert.deepEqual(
    loading.filter((one) => !/^(?:src="data:image\/|href="(?:#|https:\/\/example\.org\/a\?b=1&amp;c=2"))/.test(one)),
    [],
  );
});

test("what has no script is shown still, and nothing may run", async () => {
  const page = await toHtml(SAMPLE, () => undefined);
  assert.match(page, /script-src &#39;none&#39;/);
  assert.doesNotMatch(page, /<script|data-hgl-(?!mounted)\w+>/);
  // Two curves of the training, a film strip, a figure, a dot, and two pictures of the prose.
  assert.equal(page.match(/<img [^>]*src="data:image\/(svg\+xml|png);base64,/g)?.length, 7);
});

test("a payload that is no JSON leaves the still form", async () => {
  const page = await toHtml(withCells(hgl("view", "a", [{ [MIME.data]: "{", "text/plain": "words" }])), script);
  assert.deepEqual(scriptsOf(page), []);
  assert.match(page, /<pre class="text">words<\/pre>/);
});

test("stale outputs are marked, and a cell without outputs says so, whether stale or not", async () => {
  const page = await toHtml(SAMPLE, script);
  assert.equal(page.split(STALE).length, 2);
  assert.match(page, new RegExp(`id="train-base"[^]*?</pre>\\s*<p class="mark">${STALE}`));
  assert.match(page, new RegExp(`id="table-later"[^]*?</pre>\\s*<p class="note">${NO_OUTPUT}`));
  const empty = await toHtml(withCells(hgl("view", "a", [], { stale: true })), script);
  assert.ok(empty.includes(NO_OUTPUT) && !empty.includes(STALE));
});

test("the list of contents has headings and cells in their order, each with its target", async () => {
  const page = await toHtml(
    withCells({ type: "prose", markdown: "# Top\n\n## Ü & <x>\n\n## Ü & <x>" }, hgl("data", "top", []), {
      type: "prose",
      markdown: "# data #top\n\n## ...",
    }),
    script,
  );
  const entries = [...page.matchAll(/<li style="--level: (\d)"><a href="#([^"]+)">(?:<code>)?([^<]+)/g)];
  assert.deepEqual(
    entries.map(([, level, anchor, words]) => [level, anchor, words]),
    [
      ["1", "top", "Top"],
      ["2", "ü-x", "Ü &#38; &#60;x&#62;"],
      ["2", "ü-x-1", "Ü &#38; &#60;x&#62;"],
      ["3", "data-top", "data #top"],
      ["1", "data-top-1", "data #top"],
      ["2", "part", "..."],
    ],
  );
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, , anchor] of entries) assert.ok(ids.includes(anchor!), anchor);
});

test("the title is the front matter's unless the notebook begins with a heading of its own", async () => {
  assert.doesNotMatch(await toHtml(SAMPLE, script), /<h1>A sample/);
  assert.match(await toHtml(withCells({ type: "prose", markdown: "## Second" }), script), /<h1>A sample<\/h1>/);
  assert.match(await toHtml(withCells(), script), /<h1>A sample<\/h1>/);
});

test("prose is Markdown without HTML: tags are text, comments are gone, addresses that run something are no links", async () => {
  const prose = [
    "<b>bold</b> <!-- gone --> **x** <img src=x onerror=alert(1)>",
    "<!-- gone\n\ntoo -->",
    "[a](javascript:alert(1)) [b](vbscript:x) [c](data:text/html,x) [d](JaVaScRiPt:x) [e](file:///etc/passwd)",
    "`<!-- kept -->`",
    "see first-run.hgl.md",
    "    <!-- kept code -->",
  ].join("\n\n");
  const page = await toHtml(withCells({ type: "prose", markdown: prose }), script);
  const main = /<main>([^]*)<\/main>/.exec(page)![1]!;
  assert.doesNotMatch(main, /<b>|<img|href=|gone/);
  assert.match(main, /&lt;b&gt;bold&lt;\/b&gt;/);
  assert.match(main, /&lt;!-- kept --&gt;[^]*first-run\.hgl\.md[^]*&lt;!-- kept code --&gt;/);
});

test("pictures are carried, or named with the reason", async () => {
  const page = await toHtml(SAMPLE, script);
  assert.match(page, /<img class="picture" alt="A dot" src="data:image\/png;base64,iVBOR/);
  assert.match(page, /<img class="picture" alt="A box" src="data:image\/svg\+xml;base64,/);
  assert.match(page, /\[Picture “Elsewhere”, https:\/\/example\.org\/x\.png: not carried, because it is not a file/);
  const inOutput = await toHtml(withCells(hgl("table", "t", [{ "text/markdown": "![x](dot.png)" }])), script);
  assert.match(inOutput, /dot\.png: not carried, because an output carries none/);
});

test("hostile words stay text wherever they stand", async () => {
  for (const evil of HOSTILE) {
    const page = await toHtml(
      {
        ...SAMPLE,
        title: evil,
        notebook: evil,
        version: evil,
        notebookId: evil,
        cells: [
          { type: "prose", markdown: `${evil}\n\n# ${evil}\n\n![${evil}](x)\n\n| ${evil} |\n|--|\n| ${evil} |` },
          hgl(
            evil,
            evil,
            [
              { [MIME.data]: JSON.stringify({ evil, [evil]: 1 }), "text/plain": evil },
              { "image/svg+xml": evil, "text/plain": evil },
              { "image/png": evil, "text/plain": evil },
              { "text/markdown": evil },
            ],
            { source: [{ role: "comment", text: evil }], stale: true },
          ),
        ],
        runs: [{ cell: evil, runId: evil, seed: 1, configHash: evil, dataHash: null }],
        picture: () => ({ ok: false, why: evil }),
      },
      script,
    );
    assert.deepEqual(scriptsOf(page), [script("data")], evil);
    for (const [, tag] of page.matchAll(/<img ([^>]*)>/g))
      assert.match(tag!, /^alt="[^"<]*" src="data:image\/[^"<>]*" \/$/, evil);
    assert.doesNotMatch(page, /<[^>]*\son\w+=(?!&)/, evil);
    assert.doesNotMatch(page, /<meta [^>]*http-equiv="refresh/i);
  }
});

test("equal input gives equal bytes, whatever the clock says", async (t) => {
  const first = await toHtml(SAMPLE, script);
  t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2031, 4, 1) });
  assert.equal(await toHtml(SAMPLE, script), first);
});

function scriptsOf(page: string): string[] {
  return [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text!);
}
