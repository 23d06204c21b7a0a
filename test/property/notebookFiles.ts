import fc from "fast-check";

const blank = fc.constantFrom("", "", "  ", "\t");

/** Lines that are prose wherever they stand. */
export const proseLine = fc.oneof(
  fc.constantFrom(
    "# Title",
    "Text.",
    "- item",
    "> quoted",
    "    code",
    "| a | b |",
    "***",
    "`hgl` inline",
    "Ünïcødé 🦴",
    "trailing  ",
    "\\",
    "===",
    "<b>x</b>",
  ),
  fc
    .string({ unit: "grapheme", maxLength: 30 })
    .filter((text) => !/[\r\n\0\uFEFF]|`{3}|~{3}|<!--|<{7}|>{7}/.test(text) && text.trim() !== "---"),
);

/** Ordinary fences and comments, with what could be taken for cells inside. */
const verbatim = fc.oneof(
  fc
    .record({
      mark: fc.constantFrom("`", "~"),
      length: fc.integer({ min: 3, max: 6 }),
      more: fc.integer({ min: 0, max: 2 }),
      indent: fc.constantFrom("", " ", "   "),
      info: fc.constantFrom("", "python", "yaml {.hgl}", "hglx", "text hgl"),
      body: fc.array(fc.oneof(proseLine, blank, fc.constant("<!-- cell -->")), { maxLength: 4 }),
      quotes: fc.boolean(),
    })
    .map(({ mark, length, more, indent, info, body, quotes }) => {
      const other = mark === "`" ? "~" : "`";
      const quoted = quotes ? [`${other.repeat(3)}hgl train #quoted`, "epochs: 3", other.repeat(3)] : [];
      return [indent + mark.repeat(length) + info, ...body, ...quoted, mark.repeat(length + more) + " ".repeat(more)];
    }),
  fc.constantFrom(
    ["<!-- a comment -->"],
    ["<!--", "```hgl data #hidden", "", "```", "-->"],
    ["````markdown", "```hgl data #shown", "```", "````"],
    ["> ```hgl data #quoted", "> ```"],
  ),
);

export const region = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: proseLine.map((line) => [line]) },
      { weight: 2, arbitrary: blank.map((line) => [line]) },
      verbatim,
      fc.constant(["", "<!-- cell -->", ""]),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.flat());

export const cellLine = fc.oneof(
  fc.constantFrom(
    "source: ui-prmd",
    "epochs: 20",
    "seeds: [1, 2]",
    "  nested: 1",
    "# comment",
    "bad:value",
    "text: |",
    "  ~~~",
    "  - x",
    "\ttab",
    "",
  ),
  proseLine,
);

const hglLines = fc
  .record({
    mark: fc.constantFrom("`", "~"),
    length: fc.integer({ min: 3, max: 5 }),
    more: fc.integer({ min: 0, max: 2 }),
    indent: fc.constantFrom("", "", " ", "  ", "   "),
    gap: fc.constantFrom("", " ", "  "),
    kind: fc.constantFrom("data", "model", "train", "view", "ablation", ""),
    attributes: fc.constantFrom("", " {folded}", " height=3  x"),
    trailing: fc.constantFrom("", " ", "\t"),
    body: fc.array(cellLine, { maxLength: 5 }),
    deep: fc.boolean(),
  })
  .map((cell) => (id: number) => {
    const fence = cell.mark.repeat(cell.length);
    const body = cell.body
      .filter((line) => !/^ {0,3}(`{3,}|~{3,})/.test(line))
      .map((line) => (cell.deep ? cell.indent : "") + line);
    return [
      `${cell.indent}${fence}${cell.gap}hgl${cell.kind && ` ${cell.kind}`} #c${id}${cell.attributes}${cell.trailing}`,
      ...body,
      `${cell.indent}${fence}${cell.mark.repeat(cell.more)}${cell.trailing}`,
    ];
  });

const frontMatter = fc.constantFrom(
  [],
  ["---", "hgl: 1", "title: A  title", "---"],
  ["--- ", "# comment", "hgl:   1", "id: x", "tags: [a, b]", "defaults:", "  train: {epochs: 3}", "..."],
  ["---", "---"],
);

const eols = fc.oneof(fc.constantFrom(["\n"], ["\r\n"], ["\r"]), fc.constant(["\n", "\r\n", "\n"]));

/** A file that must be accepted, with how many of our cells it holds. */
export const file = fc
  .record({
    bom: fc.boolean(),
    front: frontMatter,
    parts: fc.array(fc.tuple(region, hglLines), { maxLength: 5 }),
    last: region,
    endings: eols,
    final: fc.boolean(),
  })
  .map(({ bom, front, parts, last, endings, final }) => {
    const lines = [...front, ...parts.flatMap(([prose, cell], id) => [...prose, ...cell(id)]), ...last];
    // Without front matter the first line must not begin one.
    if (front.length === 0 && /^---[ \t]*$/.test(lines[0] ?? "")) lines.unshift("");
    const text = lines
      .map((line, i) => line + (i < lines.length - 1 || final ? endings[i % endings.length]! : ""))
      .join("");
    return { text: (bom ? "\uFEFF" : "") + text, cells: parts.length };
  });

/** What someone types into a cell, fences that would close it included. */
export const cellText = fc
  .array(fc.oneof(cellLine, fc.constantFrom("```", "~~~~", "  ```hgl train #z", "`````")), { maxLength: 5 })
  .chain((lines) => fc.constantFrom("\n", "\r\n").map((eol) => lines.join(eol)));
