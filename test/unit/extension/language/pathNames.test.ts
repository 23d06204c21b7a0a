import assert from "node:assert/strict";
import { test } from "node:test";
import { readYaml } from "../../../../src/notebook/yaml";
import { folderPath, isPlainName, pathNames } from "../../../../src/extension/language/pathNames";

test("folders come first, then data files; what cannot be data is left out", () => {
  const names = pathNames([
    { name: "b.hgl-clips", folder: false },
    { name: "notes.txt", folder: false },
    { name: ".hgl", folder: true },
    { name: "Zoo", folder: true },
    { name: "NW-UCLA (copy)", folder: true },
    { name: "a: b", folder: true },
  ]);
  const sorted = [...names].sort((a, b) => (a.sort < b.sort ? -1 : 1));
  assert.deepEqual(
    sorted.map(({ label }) => label),
    ["NW-UCLA (copy)/", "Zoo/", "b.hgl-clips"],
  );
});

test("a name is offered only where YAML reads it as itself, in a block and in brackets", () => {
  const names = [
    "data",
    "my data",
    "a-b_c.d",
    "Ünï",
    "(x)",
    "a:b",
    "a#b",
    "x'y",
    "- a",
    "-a",
    "a: b",
    "a #b",
    "[x",
    "a,b",
    "{",
    "@x",
    "%x",
    "&x",
    "*x",
    "!x",
    "|",
    ">",
    "'x",
    '"x',
    "a ",
    "a:",
    "#x",
    "?x",
    "a]b",
    "a\tb",
  ];
  for (const name of names.filter(isPlainName))
    for (const text of [`source: ${name}`, `source: ./${name}/x`, `x: { source: ${name} }`]) {
      const { value, problems } = readYaml(text);
      assert.deepEqual(problems, [], text);
      const source = value.source ?? (value.x as Record<string, unknown>).source;
      assert.ok([name, `./${name}/x`].includes(source as string), text);
    }
  assert.deepEqual(names.filter(isPlainName), ["data", "my data", "a-b_c.d", "Ünï", "(x)", "a:b", "a#b", "x'y"]);
});

test("a typed folder lies below the notebook, unless it says otherwise", () => {
  assert.deepEqual(folderPath(""), { absolute: false, path: "" });
  assert.deepEqual(folderPath("../data/"), { absolute: false, path: "../data/" });
  assert.deepEqual(folderPath("/data/"), { absolute: true, path: "/data/" });
  assert.deepEqual(folderPath("C:/data/"), { absolute: true, path: "/C:/data/" });
});
