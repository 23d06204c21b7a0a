import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNotebook } from "../../../src/notebook/check";
import { parseNotebook } from "../../../src/notebook/parse";
import { resolveNotebook } from "../../../src/notebook/resolve";

const AROUND =
  "---\nhgl: 1\n---\n```hgl data #d\nsource: ui-prmd\n```\n```hgl model #m\n```\n" +
  "```hgl train #t\ndata: d\nmodel: m\n```\n```hgl train #u\ndata: d\nmodel: m\nseeds: [2]\n```\n";

/** What is found in a figure or table cell, as code and marked source. */
function finds(kind: string, keys: string, ...expected: [string, string][]): void {
  const text = `${AROUND}\`\`\`hgl ${kind} #x\n${keys}\n\`\`\`\n`;
  const found = checkNotebook(text).map(({ code, offset, length }) => [code, text.slice(offset, offset + length)]);
  assert.deepEqual(found, expected, keys);
}

test("a figure names what it draws", () => {
  finds("figure", "figure: curves\nof: t\nwith: [u]\nmetric: loss");
  finds("figure", "figure: skeleton\nof: d\nformats: [svg, gif]");
  finds("figure", "figure: curves\nof: d", ["wrong-kind", "d"]);
  finds("figure", "figure: curvs\nof: t", ["bad-value", "curvs"]);
  finds("figure", "figure: class-change\nof: t\nminus: u");
  finds("figure", "figure: class-change\nof: t", ["missing-key", "```hgl figure #x"]);
  finds("figure", "figure: custom\nof: t", ["missing-key", "```hgl figure #x"]);
  finds("figure", "figure: architecture\nof: m\npart: cts\nblock: 3");
  finds("figure", "figure: architecture\nof: t");
  finds("figure", "figure: architecture\nof: d", ["wrong-kind", "d"]);
  finds("figure", "figure: curves\nof: m", ["wrong-kind", "m"]);
});

test("the cells of a list are references of their own", () => {
  finds("figure", "figure: curves\nof: t\nwith: [u, v, m]", ["missing-cell", "v"], ["wrong-kind", "m"]);
  finds("figure", "figure: curves\nof: t\nwith: [u, t, u]", ["no-effect", "t"], ["repeated", "u"]);
  finds("table", "table: results\nof: t\nwith:\n  - u\n  - w", ["missing-cell", "w"]);
});

test("keys that a figure does not take are told", () => {
  finds("figure", "figure: curves\nof: t\nposes: 3", ["no-effect", "3"]);
  finds("figure", "figure: confusion\nof: t\nminus: u", ["no-effect", "u"]);
  finds("figure", "figure: confusion\nof: t\npart: cts", ["no-effect", "cts"]);
  finds("figure", "figure: architecture\nof: m\nblock: 2", ["no-effect", "2"]);
  finds("figure", "figure: architecture\nof: m\nwith: [t]", ["no-effect", "[t]"]);
  finds("figure", "figure: curves\nof: t\nformats: [svg, gif]", ["no-effect", "[svg, gif]"]);
  finds("figure", "figure: curves\nof: t\ndpi: 600", ["no-effect", "600"]);
  finds("figure", "figure: curves\nof: t\nwidth: wide", ["bad-value", "wide"]);
  finds("figure", "figure: curves\nof: t\nwidth: wide\nvenue: elsevier");
  finds("figure", "figure: curves\nof: t\nfile: ../up", ["bad-value", "../up"]);
  finds("figure", "figure: skeleton\nof: t\nclips: [a, a]\ncount: 2", ["repeated", "a"], ["no-effect", "2"]);
});

test("attention is a network's, and each of its figures takes its own keys", () => {
  finds("view", "view: attention\nof: t\nminus: u\nclips: [a]\nclasses: [deep squat, 2]");
  finds("view", "view: attention\nof: d", ["wrong-kind", "d"]);
  finds("view", "view: attention\nof: t\nclasses: [a, b, c]", ["bad-value", "[a, b, c]"]);
  finds("view", "view: attention\nof: t\nclasses: [a, a]\nminus: t", ["repeated", "a"], ["no-effect", "t"]);
  finds("view", "view: skeleton\nof: t\nclasses: [a]", ["no-effect", "[a]"]);
  finds("figure", "figure: topology\nof: t\nterm: A\nblocks: [1, 5, 9]\nclips: [a]");
  finds("figure", "figure: topology\nof: t\nblock: 3\nblocks: [2, 2]", ["no-effect", "3"], ["repeated", "2"]);
  finds("figure", "figure: attention\nof: t\nterm: lse\nblock: 2\ncount: 3\nposes: 6");
  finds("figure", "figure: attention\nof: d\nterm: E", ["wrong-kind", "d"], ["bad-value", "E"]);
  finds("figure", "figure: temporal-attention\nof: t\nblocks: [3]\nterm: Q\ncount: 2", ["no-effect", "Q"], ["no-effect", "2"]); // prettier-ignore
});

test("a figure runs after all cells it names", () => {
  const text = "---\nhgl: 1\n---\n```hgl figure #x\nfigure: curves\nof: t\nwith: [u]\n```\n" + AROUND.slice(15);
  const cells = resolveNotebook(parseNotebook(text));
  assert.deepEqual(
    cells.map(({ id }) => id),
    ["d", "m", "t", "u", "x"],
  );
  const figure = cells.at(-1)!;
  assert.ok(figure.kind === "figure");
  assert.deepEqual(
    [figure.needs, figure.ofKind, figure.width, figure.formats],
    [["t", "u"], "train", "column", ["svg", "pdf"]],
  );
});
