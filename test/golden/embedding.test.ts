import assert from "node:assert/strict";
import { test } from "node:test";
import type { EmbeddingPayload, EmbeddingPoint } from "../../src/common/payloads/embedding";
import { embeddingSpec } from "../../src/figures/embedding";
import { renderToWidth } from "../../src/figures/fit";
import { medoid, namesBeside } from "../../src/figures/medoids";
import { renderSvg } from "../../src/figures/svg";
import { themeFor } from "../../src/figures/theme";
import { widthOf } from "../../src/figures/venue";
import { assertGolden } from "./golden";
import { EXERCISES, HOSTILE } from "./records";

/** Clouds on a spiral, some overlapping; every eleventh clip was taken for the next class. */
function payload(classes: readonly string[], points: number, more: Partial<EmbeddingPayload> = {}): EmbeddingPayload {
  return {
    ...{ kind: "embedding", version: 1, title: "test clips", cell: "base", run: "0123456789ab", split: "test" },
    ...{ clips: points, features: 64, projection: "pca", explained: [0.412, 0.236, 0.1], neighbours: null, classes },
    points: Array.from({ length: points }, (_, i): EmbeddingPoint => {
      const label = i % classes.length;
      const noise = (n: number): number => Math.sin(12.9898 * i + 78.233 * n) + Math.sin(4.1414 * i * n);
      const [radius, around] = [2 + (5 * label) / classes.length, 2.4 * label];
      const [x, y] = [radius * Math.cos(around) + 0.4 * noise(1), radius * Math.sin(around) + 0.4 * noise(2)];
      return {
        ...{ id: `clip ${i}`, modality: "skeleton", label, space: [x, y, 0], plane: [x, y] },
        predicted: i % 11 === 10 ? (label + 1) % classes.length : label,
      };
    }),
    ...more,
  };
}

const sixty = Array.from({ length: 60 }, (_, i) => `action number ${i + 1}`);

test("ten classes in a column have their names at their medoids", async () =>
  assertGolden(
    "embedding-column.svg",
    await renderToWidth((width) => embeddingSpec(payload(EXERCISES, 200), { width }), widthOf("ieee", "column")),
  ));

test("sixty classes on a page have numbers and a legend, in the dark", async () =>
  assertGolden(
    "embedding-60-dark.svg",
    await renderToWidth(
      (width) =>
        embeddingSpec(payload(sixty, 600, { projection: "umap", explained: null }), { width, theme: themeFor("dark") }),
      widthOf("ieee", "page"),
    ),
  ));

test("names of any kind stay text", async () => {
  const svg = await renderSvg(embeddingSpec(payload(HOSTILE, 40)), { title: "hostile" });
  assert.doesNotMatch(svg, /<(?:script|image|foreignObject)/i);
  assertGolden("embedding-hostile.svg", svg);
});

test("one point, and texts beside clips, are drawn", async () => {
  const [point] = payload(["wave"], 1).points;
  const text: EmbeddingPoint = { ...point!, id: "a person waves", modality: "text", predicted: null };
  const alone = await renderSvg(embeddingSpec(payload(["wave"], 1)));
  assert.match(alone, />wave</);
  assert.notEqual(await renderSvg(embeddingSpec(payload(["wave"], 1, { points: [point!, text] }))), alone);
});

test("a medoid is the spot nearest to all others", () => {
  const spots = [0, 1, 2, 3, 40].map((x) => ({ x, y: 0 }));
  assert.deepEqual(medoid(spots), { x: 2, y: 0 });
});

test("labels leave one another room and the paper's edge alone, or say that they cannot", () => {
  const cloud = (text: string, x: number, y: number) => ({ text, spots: [{ x, y }] });
  const paper = { width: 200, height: 100, size: 10 };
  const [first, second] = namesBeside([cloud("one", 100, 50), cloud("two", 101, 50)], paper)!;
  assert.ok(Math.abs(first!.y - second!.y) >= 11 || Math.abs(first!.x - second!.x) > 15);
  const [edge] = namesBeside([cloud("at the very edge", 199, 1)], paper)!;
  assert.ok(edge!.x < 165 && edge!.y > 5);
  const crowd = Array.from({ length: 60 }, () => cloud("all of us at once", 100, 50));
  assert.equal(namesBeside(crowd, paper), undefined);
  assert.equal(namesBeside(crowd, { ...paper, always: true })!.length, 60);
});
