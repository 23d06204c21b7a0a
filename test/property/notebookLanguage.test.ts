import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HglError } from "../../src/common/errors";
import { isKind } from "../../src/notebook/cells/kinds";
import { readCellSource } from "../../src/notebook/cellSource";
import { completionsAt } from "../../src/notebook/language/completions";
import { applied } from "../../src/notebook/language/edits";
import { fixesFor } from "../../src/notebook/language/fixes";
import { formatCell } from "../../src/notebook/language/format";
import { hoverAt } from "../../src/notebook/language/hover";
import { cellIdentities } from "../../src/notebook/language/identities";
import type { Problem } from "../../src/notebook/language/problems";
import { problemsOf } from "../../src/notebook/language/problems";
import { definitionAt, referencesAt } from "../../src/notebook/language/references";
import { renamableAt, renameAt } from "../../src/notebook/language/rename";
import { scan } from "../../src/notebook/language/scan";
import { setKey } from "../../src/notebook/language/setKey";
import type { Sheet } from "../../src/notebook/language/sheet";
import { openSheet } from "../../src/notebook/language/sheet";
import { symbolsOf } from "../../src/notebook/language/symbols";
import { readYaml } from "../../src/notebook/yaml";
import { expanded } from "../unit/notebook/language/marked";

const runs = (count: number) => ({ numRuns: count });

/** A key with its value: a scalar's text, a list of them, or a map. */
type Pair = readonly [string, string | readonly string[] | readonly Pair[]];

const words = (...choices: string[]) => fc.constantFrom(...choices);
const pick = (pairs: readonly fc.Arbitrary<Pair>[], first: readonly fc.Arbitrary<Pair>[] = []): fc.Arbitrary<Pair[]> =>
  fc
    .tuple(
      fc.tuple(...first),
      fc.subarray([...pairs], { minLength: 0 }).chain((some) => fc.tuple(...some)),
      fc.boolean(),
    )
    .map(([needed, some, last]) => (last ? [...some, ...needed] : [...needed, ...some]));
const key = (name: string, value: fc.Arbitrary<Pair[1]>): fc.Arbitrary<Pair> =>
  value.map((written): Pair => [name, written]);

const augment = pick([
  key("crop", fc.constantFrom<Pair[1]>("null", ["0.5", "1"])),
  key("testCrop", words("0.9")),
  key("mirror", words("0", "0.5")),
  key("minmax", words("true", "false")),
  key("resize", words("sample", "interpolate")),
]).filter((pairs) => pairs.length > 0);

const PAIRS = {
  data: pick(
    [
      key("format", words("auto", "hgl", "nw-ucla")),
      key("validation", words("0.1")),
      key("stream", words("J", "BM")),
      key("window", words("16", "64")),
      key("augment", augment),
      key(
        "split",
        fc.constantFrom<Pair[1]>("default", [
          ["by", "view"],
          ["test", ["3"]],
        ] as const),
      ),
      key("repeat", words("2")),
    ],
    [key("source", words("ui-prmd", "../sets/ucla.zip", "a b"))],
  ),
  model: pick([
    key("preset", words("hglnet", "hglnet-s")),
    key("cts", words("both", "lse")),
    key("gsm", words("S", "S+D")),
    key("dilations", fc.constant(["1", "3"])),
    key("dropout", words("0.1")),
  ]),
  train: pick(
    [
      key("epochs", words("30", "65")),
      key("optimizer", words("sgd", "adamw")),
      key("schedule", words("step", "cosine")),
      key("seeds", fc.constantFrom<Pair[1]>(["1"], ["1", "2", "3"])),
      key("nesterov", words("true", "false")),
      key("labelSmoothing", words("0.1")),
      key("device", words("cpu")),
    ],
    [key("data", words("d", "e")), key("model", words("m"))],
  ),
  view: fc.constantFrom<Pair[]>(
    [
      ["view", "confusion"],
      ["of", "t"],
    ],
    [
      ["view", "skeleton"],
      ["of", "d"],
      ["count", "2"],
    ],
    [
      ["of", "t"],
      ["view", "skeleton"],
      ["clips", ["a1", "a2"]],
    ],
  ),
} as const;

const layout = fc.record({
  flow: fc.boolean(),
  spaces: fc.integer({ min: 1, max: 3 }),
  indent: fc.constantFrom(1, 2, 4),
  comments: fc.boolean(),
  blanks: fc.boolean(),
  quotes: fc.boolean(),
  dashAtKey: fc.boolean(),
  eol: fc.constantFrom("\n", "\n", "\r\n"),
  end: fc.boolean(),
});
type Layout = typeof layout extends fc.Arbitrary<infer L> ? L : never;

function inFlow(value: Pair[1], { spaces }: Layout): string {
  const gap = " ".repeat(spaces - 1);
  if (typeof value === "string") return value;
  const items = value.map((item) =>
    typeof item === "string" ? item : `${item[0]}: ${inFlow(item[1], { spaces } as Layout)}`,
  );
  const [open, close] = typeof value[0] === "string" ? ["[", "]"] : ["{", "}"];
  return `${open}${gap}${items.join(`,${" ".repeat(spaces)}`)}${gap}${close}`;
}

function lines(pairs: readonly Pair[], how: Layout, depth = 0): string[] {
  const indent = " ".repeat(depth * how.indent);
  return pairs.flatMap(([name, value], i) => {
    const head = `${indent}${name}:`;
    const note = how.comments && i % 2 === 0 ? ` # on ${name}` : "";
    const above = [
      ...(how.comments && i % 3 === 1 ? [`${indent}# note: ${i}`] : []),
      ...(how.blanks && i > 0 ? [""] : []),
    ];
    const text =
      typeof value === "string" && how.quotes && /^[a-z]+$/.test(value) && !/^(true|false|null)$/.test(value)
        ? `'${value}'`
        : value;
    if (typeof text === "string" || how.flow)
      return [...above, `${head}${" ".repeat(how.spaces)}${inFlow(text, how)}${note}`];
    if (typeof text[0] === "string") {
      const dash = how.dashAtKey ? indent : indent + " ".repeat(how.indent);
      return [...above, head + note, ...(text as readonly string[]).map((item) => `${dash}- ${item}`)];
    }
    return [...above, head + note, ...lines(text as readonly Pair[], how, depth + 1)];
  });
}

const cell = (kind: keyof typeof PAIRS, id: string): fc.Arbitrary<string> =>
  fc
    .tuple(PAIRS[kind] as fc.Arbitrary<Pair[]>, layout)
    .map(([pairs, how]) => [`${kind} #${id}`, ...lines(pairs, how)].join(how.eol) + (how.end ? how.eol : ""));

/** Six cells that name one another. */
const notebook = fc.tuple(
  cell("data", "d"),
  cell("data", "e"),
  cell("model", "m"),
  cell("train", "t"),
  cell("train", "u"),
  cell("view", "v"),
);

const sheetOf = (sources: readonly string[]): Sheet => openSheet(sources.map((source) => ({ hgl: true, source })));

/** Slips of the hand and mind in a cell that was right. */
const slip = fc.constantFrom<(source: string) => string>(
  (source) => source.replace(/^(\w+) #/, "$1x #"),
  (source) => source.replace(/ #\w+/, ""),
  (source) => source.replace("#", "#1"),
  (source) => source.replace(/^[^\r\n]*(\r\n|\n|$)/, ""),
  (source) => source.replace(/#\w+/, "#d"),
  (source) => source.replace(/(epoch|windo|prese|sourc|stre|schedul|augm|seed)\w*:/, "$1x:"),
  (source) => source.replace(/\b(source|data|model|of|view): /, "$1:"),
  (source) => source.replace(/^(data|model|of): *(\w)/m, "$1: #$2"),
  (source) => source.replace(/^(data|model|of): *\w+/m, "$1: mm"),
  (source) => source.replace(/^(source|data|model|of|view):.*(\r\n|\n|$)/m, ""),
  (source) => source.replace(/: *(\d)(\d)\b/, ": $1_$2"),
  (source) => source.replace(/: *(\d\d)\b/, ": 0$1"),
  (source) => source.replace(/: *(true|false)/, ": yes"),
  (source) => source.replace(/: *([A-Za-z])(\w\w+)/, ": $1x$2"),
  (source) => source.replace(/\[ *(\d) */, "[$1, $1"),
  (source) => source.replace(/^((?:window|seeds|epochs|source|data|preset): .*)(\r\n|\n|$)/m, "$1$2$1$2"),
  (source) => source.replace(/^ +/m, "\t"),
  (source) => `${source}${/[\r\n]$/.test(source) ? "" : "\n"}betas: [0.1, 0.2]`,
);

const slipped = fc
  .tuple(notebook, fc.nat(5), slip)
  .map(([sources, at, change]) => sources.map((source, i) => (i === at ? change(source) : source)));

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      "train",
      "data #a",
      " #",
      "hgl ",
      "\n",
      "\r\n",
      "\r",
      "\t",
      "  ",
      "- ",
      "-",
      ": ",
      ":",
      "{",
      "}",
      "[",
      "]",
      ",",
      "#",
      " # x",
      "'",
      '"',
      "|",
      ">",
      "\\",
    ],
    ...[
      "data: d",
      "model: m",
      "augment:",
      "mirror",
      "source: ../",
      "epochs: 1_0",
      "seeds: [",
      "---",
      "...",
      "&a",
      "*a",
      "!!int",
      "<<: ",
      "? ",
      "%YAML",
      "null",
      "\u2028",
      "\uFEFF",
      "🦴",
      "\0",
      "__proto__: 1",
      "constructor",
    ],
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);
/** Any text one could meet, right cells cut and spoiled among them. */
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join("")),
  fc
    .tuple(notebook, fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true }), fc.array(piece, { maxLength: 2 }))
    .map(([sources, at, share, pieces]) => {
      const source = sources[at]!;
      const offset = Math.floor(share * source.length);
      return source.slice(0, offset) + pieces.join("") + source.slice(offset);
    }),
);

function refusedOr<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    assert.ok(error instanceof HglError, String(error));
    return null;
  }
}

test("no function fails on any text, and every place lies in it", () => {
  fc.assert(
    fc.property(anyText, anyText, fc.double({ min: 0, max: 1, noNaN: true }), (source, other, share) => {
      const sheet = sheetOf([source, other]);
      const offset = Math.round(share * source.length);
      const inside = ({ offset: from, length }: { offset: number; length: number }, text = source): void =>
        assert.ok(from >= 0 && length >= 0 && from + length <= text.length, `${from}+${length} of ${text.length}`);
      for (const problem of problemsOf(sheet)) {
        inside(problem, [source, other][problem.cell]);
        for (const fix of fixesFor(sheet, problem)) inside(fix, [source, other][fix.cell]);
      }
      const { items, paths } = completionsAt(sheet, 0, offset);
      for (const { replace } of items) {
        inside(replace);
        assert.ok(replace.offset <= offset && offset <= replace.offset + replace.length, "around the cursor");
        assert.doesNotMatch(source.slice(replace.offset, replace.offset + replace.length), /[\r\n]/);
      }
      if (paths) inside(paths.replace);
      const hover = hoverAt(sheet, 0, offset);
      if (hover) inside(hover);
      const definition = definitionAt(sheet, 0, offset);
      if (definition) inside(definition, [source, other][definition.cell]);
      for (const place of referencesAt(sheet, 0, offset)) inside(place, [source, other][place.cell]);
      const renamable = renamableAt(sheet, 0, offset);
      if (renamable) assert.equal(source.slice(renamable.offset, renamable.offset + renamable.length), renamable.id);
      for (const edit of refusedOr(() => renameAt(sheet, 0, offset, "fresh")) ?? [])
        inside(edit, [source, other][edit.cell]);
      for (const symbol of symbolsOf(source)) inside(symbol.span);
      refusedOr(() => setKey(source, "device", "cpu"));
      for (const text of cellIdentities(sheet.cells).values()) assert.ok(text.length > 0);
      const formatted = formatCell(source);
      assert.equal(formatCell(formatted), formatted);
    }),
    runs(3000),
  );
});

test("scanning takes time in proportion to the text", () => {
  for (const text of [
    "[".repeat(50_000),
    "- ".repeat(50_000),
    "a".repeat(100_000),
    " ".repeat(100_000),
    "{a: ".repeat(30_000),
    "a:\n".repeat(30_000),
    "'".repeat(99_999),
    ": ".repeat(50_000),
    "[,".repeat(50_000),
    "a ".repeat(50_000),
  ]) {
    const start = performance.now();
    assert.ok(scan(`x: ${text}`));
    assert.ok(scan(text));
    assert.ok(performance.now() - start < 5000, text.slice(0, 10));
  }
});

test("a cell that is right has no key that is unknown, and its scan holds what the YAML says", () => {
  fc.assert(
    fc.property(notebook, (sources) => {
      const found = problemsOf(sheetOf(sources)).map(({ code }) => code);
      for (const code of found)
        assert.ok(
          ["no-effect", "beyond-epochs", "nesterov-momentum", "wrong-kind", "indivisible"].includes(code),
          code,
        );
      for (const source of sources) {
        const { text } = readCellSource(source);
        const yaml = readYaml(text);
        for (const { path, key: at, value } of scan(text).entries) {
          if (at) assert.deepEqual(yaml.spanOf(path, "key"), at);
          const place = yaml.spanOf(path, "value")!;
          if (value.length > 0) assert.equal(place.offset, value.offset);
        }
      }
    }),
    runs(1000),
  );
});

test("applying any fix removes its problem", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(slipped, (sources) => {
      const sheet = sheetOf(sources);
      const problems = problemsOf(sheet);
      const same = (all: readonly Problem[], { cell: at, finding }: Problem): number =>
        all.filter((one) => one.cell === at && JSON.stringify(one.finding) === JSON.stringify(finding)).length;
      for (const problem of problems) {
        for (const fix of fixesFor(sheet, problem)) {
          seen.add(problem.code);
          const mended = sources.map((source, i) => (i === fix.cell ? applied(source, fix) : source));
          const left = problemsOf(sheetOf(mended));
          assert.ok(
            same(left, problem) < same(problems, problem),
            `${problem.code}: ${fix.title}\n${mended[fix.cell]}`,
          );
        }
      }
    }),
    runs(2000),
  );
  for (const code of [
    "unknown-kind",
    "missing-id",
    "bad-id",
    "missing-kind",
    "duplicate-id",
    "unknown-key",
    "missing-space",
    "hash-reference",
    "missing-cell",
    "missing-key",
    "underscore-number",
    "leading-zero",
    "boolean-word",
    "bad-value",
    "repeated",
    "duplicate-key",
    "tab",
    "no-effect",
  ])
    assert.ok(seen.has(code), `${code} was met`);
});

test("formatting keeps values and comments, and does it all at once", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        notebook.map((sources) => sources[0]),
        notebook.map((sources) => sources[3]),
        anyText,
      ),
      (source) => {
        const formatted = formatCell(source);
        const [before, after] = [readCellSource(source), readCellSource(formatted)];
        assert.deepEqual([after.kind, after.id, after.attributes], [before.kind, before.id, before.attributes]);
        assert.deepEqual(
          readYaml(after.text.replace(/\r\n?/g, "\n")).value,
          readYaml(before.text.replace(/\r\n?/g, "\n")).value,
        );
        const comments = (text: string): string[] =>
          isKind(before.kind) ? (text.match(/# (?:note|on)\b(?:[ :]+\w+)?/g) ?? []) : [];
        assert.deepEqual(comments(formatted), comments(source));
        assert.equal(formatCell(formatted), formatted);
      },
    ),
    runs(2000),
  );
});

test("a right cell is really formatted", () => {
  fc.assert(
    fc.property(notebook, (sources) => {
      for (const source of sources) {
        const formatted = formatCell(source);
        assert.doesNotMatch(formatted, /[ \t](?:\r?\n|$)|(?:\r?\n){3}|\r?\n$|: {2}\S/);
        assert.doesNotMatch(formatted, /\{\S|[^{ ]\}|\[ | \]| ,|,\S/);
      }
    }),
    runs(1000),
  );
});

test("renaming, and renaming back, is doing nothing", () => {
  const change = (sources: readonly string[], index: number, offset: number, id: string): string[] => {
    const edits = renameAt(sheetOf(sources), index, offset, id);
    return sources.map((source, i) =>
      edits
        .filter((edit) => edit.cell === i)
        .sort((a, b) => b.offset - a.offset)
        .reduce((text, edit) => applied(text, edit), source),
    );
  };
  fc.assert(
    fc.property(notebook, fc.nat(5), (sources, at) => {
      const header = sources[at]!.indexOf("#") + 1;
      const id = readCellSource(sources[at]!).id!;
      const renamed = change(sources, at, header, "another-name");
      assert.notDeepEqual(renamed, sources);
      const codes = (all: readonly string[]): string[] => problemsOf(sheetOf(all)).map(({ code }) => code);
      assert.deepEqual(codes(renamed), codes(sources));
      assert.deepEqual(change(renamed, at, header, id), sources);
    }),
    runs(1000),
  );
});

test("whatever is completed in a half-typed cell, no key becomes unknown", () => {
  let offered = 0;
  fc.assert(
    fc.property(notebook, fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true }), (sources, at, share) => {
      const source = sources[at]!.slice(0, Math.round(share * sources[at]!.length));
      const all = sources.map((other, i) => (i === at ? source : other));
      const { items } = completionsAt(sheetOf(all), at, source.length);
      offered += items.length;
      for (const { label, insert, replace } of items) {
        const after =
          source.slice(0, replace.offset) + expanded(insert) + source.slice(replace.offset + replace.length);
        const unknown = problemsOf(sheetOf(all.map((other, i) => (i === at ? after : other)))).filter(
          ({ cell: where, code }) => where === at && (code === "unknown-key" || code === "duplicate-key"),
        );
        assert.deepEqual(unknown, [], `${label} in\n${source}\n->\n${after}`);
      }
    }),
    runs(2000),
  );
  assert.ok(offered > 5000, `${offered}`);
});

test("a key that is set is what the cell then says, and nothing else changes", () => {
  const value = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("yes", "1_0", "null", "a: b", "#x", "[", "é"),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
  );
  const name = fc.constantFrom(
    "device",
    "source",
    "seeds",
    "augment.mirror",
    "augment.crop",
    "split.test",
    "data",
    "window",
    "note",
  );
  fc.assert(
    fc.property(notebook, fc.nat(5), name, value, (sources, at, path, wanted) => {
      const source = sources[at]!;
      const after = setKey(source, path, wanted);
      const [before, now] = [source, after].map(
        (text) => readYaml(readCellSource(text).text).value as Record<string, Record<string, unknown>>,
      );
      const [root, inner] = path.split(".") as [string, string?];
      const said = inner === undefined ? now![root] : now![root]![inner];
      assert.deepEqual(said, Object.is(wanted, -0) ? 0 : wanted);
      for (const other of Object.keys(before!)) if (other !== root) assert.deepEqual(now![other], before![other]);
      assert.deepEqual(
        Object.keys(now!).filter((other) => other !== root),
        Object.keys(before!).filter((other) => other !== root),
      );
      const kept = (text: string): string[] => text.match(/# note[^\r\n]*/g) ?? [];
      if (inner === undefined && !/^\s/m.test(readCellSource(source).text)) assert.deepEqual(kept(after), kept(source));
      assert.equal(setKey(after, path, wanted), after);
    }),
    runs(2000),
  );
});
