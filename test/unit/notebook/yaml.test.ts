import assert from "node:assert/strict";
import { test } from "node:test";
import { readYaml } from "../../../src/notebook/yaml";

test("values are those of YAML 1.2's core schema", () => {
  const { value, problems, readable } = readYaml(
    "a: 5e-4\nb: 0o10\nc: .5\nd: TRUE\ne: ~\nf: '010'\ng: 2024-01-01\nh: {x: [1, two]}\ni: |\n  yes\n",
  );
  assert.deepEqual(value, {
    a: 0.0005,
    b: 8,
    c: 0.5,
    d: true,
    e: null,
    f: "010",
    g: "2024-01-01",
    h: { x: [1, "two"] },
    i: "yes\n",
  });
  assert.deepEqual([problems, readable], [[], true]);
});

test("every part knows where it stands", () => {
  const text = "seeds: [1, 22]\nsplit:\n  by: view # which\nempty:\n";
  const { spanOf } = readYaml(text);
  const at = (path: (string | number)[], part: "key" | "value"): string | undefined => {
    const span = spanOf(path, part);
    return span && text.slice(span.offset, span.offset + span.length);
  };
  assert.equal(at(["seeds"], "key"), "seeds");
  assert.equal(at(["seeds"], "value"), "[1, 22]");
  assert.equal(at(["seeds", 1], "value"), "22");
  assert.equal(at(["split", "by"], "value"), "view");
  assert.equal(at(["empty"], "value"), "empty");
  assert.equal(at(["nothing"], "key"), undefined);
});

test("an empty text is an empty map, and anything else but a map is unreadable", () => {
  for (const text of ["", "\n", "# note\n", "~"])
    assert.deepEqual([readYaml(text).value, readYaml(text).readable], [{}, true], text);
  for (const text of ["a", "[1]", "a: [", "a: 1\n b: 2", "%YAML 1.1\n---\na: 1"])
    assert.deepEqual([readYaml(text).value, readYaml(text).readable], [{}, false], text);
});

test("a text nested without end and an alias bomb are findings, not crashes", () => {
  const deep = [
    "a: " + "[".repeat(1e5),
    "a: " + "{a: ".repeat(5000),
    "- ".repeat(5000) + "x",
    "? ".repeat(5000),
    "a:\n" + Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i + 1)}a:\n`).join(""),
  ];
  for (const text of deep) assert.equal(readYaml(text).readable, false);
  assert.equal(readYaml(`a: ${"[".repeat(300)}${"]".repeat(300)}`).readable, true);
  const bomb = "a: &a [1,1]\n" + Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a, *a]\n`).join("");
  assert.ok(readYaml(bomb).problems.every(({ finding }) => finding.code === "anchor"));
});
