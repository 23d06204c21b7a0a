import assert from "node:assert/strict";
import { test } from "node:test";
import { customSpec, tablesNamed } from "../../../src/figures/custom";
import { renderToWidth } from "../../../src/figures/fit";
import { svgSize } from "../../../src/figures/files/svgSize";
import { renderSvg } from "../../../src/figures/svg";

const tables = { runs: [{ cell: "a", top1: 0.9 }], epochs: [], scores: [] };
const bars = {
  data: { name: "runs" },
  mark: "bar",
  encoding: { x: { field: "cell", type: "nominal" }, y: { field: "top1", type: "quantitative" } },
};
const refuses = (spec: Record<string, unknown>, why: RegExp) =>
  assert.throws(() => customSpec(spec, tables, { width: 200 }), why);

test("a specification draws a named table in our colours, and its own configuration wins", async () => {
  const svg = await renderSvg(customSpec({ ...bars, config: { bar: { fill: "#123456" } } }, tables, { width: 200 }));
  assert.match(svg, /fill="#123456"/);
  assert.match(svg, />a</);
  assert.deepEqual(tablesNamed({ layer: [{ data: { name: "epochs" } }, bars] }, ["runs", "epochs", "scores"]), [
    "runs",
    "epochs",
  ]);
});

test("data from elsewhere are refused, wherever they stand", () => {
  refuses({ ...bars, data: { url: "https://example.org/a.csv" } }, /`url` would load "https:\/\/example\.org\/a\.csv"/);
  refuses({ layer: [{ ...bars, data: { name: "rnus" } }] }, /there is no table "rnus"; did you mean runs\?/);
  refuses({ ...bars, datasets: { runs: [] } }, /`datasets` cannot be given/);
  refuses({ ...bars, transform: [{ lookup: "x", from: { data: { url: "file:///a" } } }] }, /would load/);
  refuses({ ...bars, encoding: { href: { field: "cell" } } }, /`href`/);
  let deep: Record<string, unknown> = bars;
  for (let i = 0; i < 100; i++) deep = { layer: [deep] };
  refuses(deep, /nested more than/);
});

test("names of an object's own machinery are no tables", () => {
  refuses({ ...bars, data: { name: "__proto__" } }, /there is no table/);
  refuses({ ...bars, data: { name: "constructor" } }, /there is no table/);
});

test("a drawing is exactly as wide as its column, and its text keeps its size", async () => {
  for (const width of [336, 687.36]) {
    const svg = await renderToWidth((plot) => customSpec(bars, tables, { width: plot }), width);
    assert.equal(svgSize(svg).width, Math.round(width * 100) / 100);
    assert.match(svg, /font-size="10\.67px"|font-size="10\.66/);
  }
});
