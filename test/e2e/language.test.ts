import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import type { CellView } from "./notebookView";
import { smallNotebook } from "./notebooks";
import { editorSuite } from "./suite";
import { appears, disappears, isClicked, until } from "./workbench";
import type { Workbench } from "./workbench";

const MODIFIER = process.platform === "darwin" ? "Meta" : "Control";

/** Its train cells leave out what the tests type. */
const BEGUN = notebook(
  ["data #exercises", "source: ui-prmd", "window: 32"],
  ["data #mine", "stream: J"],
  ["model #small", "preset: hglnet-xs"],
  ["train #base", "data: exercises", "model: small"],
  ["train #other", "batch: 16"],
);
const UNTIDY = notebook(
  ["data #exercises", "source:   ui-prmd"],
  ["model #small", "preset:    hglnet-xs   "],
  ["train #base", "data: exercises", "model:   small", "seeds: [1,2]   # both", "", "", "", "epochs:  3"],
);

const inEditor = editorSuite("language", {
  files: {
    "completion.hgl.md": BEGUN,
    "paths.hgl.md": BEGUN,
    "hover.hgl.md": BEGUN,
    "problems.hgl.md": BEGUN,
    "names.hgl.md": smallNotebook(),
    "renamed.hgl.md": smallNotebook(),
    "outline.hgl.md": smallNotebook(),
    "untidy.hgl.md": UNTIDY,
    "beside.hgl-clips": "",
  },
  settings: { "notebook.outline.showCodeCells": true },
  viewport: { width: 1400, height: 1500 },
});

test(
  "a key is completed with its default, and a value of few with one of them",
  inEditor(async ({ workbench }) => {
    const { page } = workbench;
    const notebook = await workbench.openNotebook("completion.hgl.md");
    const cell = notebook.cell("train #base");
    const offered = suggestions(page);
    // The language has come once it marks what is missing.
    await notebook.cell("train #other").row.locator(".squiggly-error").first().waitFor();
    await cell.addLine("");
    await typeUntilOffered(page, "epoch");
    await until("epochs is offered with its default", async () => /^epochs\s*65$/.test(await first(offered)));
    await page.keyboard.press("Enter");
    await cellReads(cell, "train #base\ndata: exercises\nmodel: small\nepochs: 65");
    // The default is selected, to be typed over.
    await page.keyboard.type("7");
    await cellReads(cell, "train #base\ndata: exercises\nmodel: small\nepochs: 7");

    await cell.addLine("");
    await typeUntilOffered(page, "schedul");
    await until("schedule is offered", async () => (await first(offered)).startsWith("schedule"));
    await page.keyboard.press("Enter");
    await offers(offered, ["step default", "cosine", "constant"]);
    await page.keyboard.type("cos");
    await until("cosine comes first", async () => (await first(offered)) === "cosine");
    await page.keyboard.press("Enter");
    await cellReads(cell, "train #base\ndata: exercises\nmodel: small\nepochs: 7\nschedule: cosine");
    await cell.addLine("");
    let keys: readonly string[] = [];
    await until("keys are offered", async () => {
      if (!(await offered.first().isVisible())) await page.keyboard.press(`${MODIFIER}+Space`);
      if (!(await appears(offered.first(), 3_000))) return false;
      keys = await listed(offered);
      return keys.some((key) => key.startsWith("batch"));
    });
    assert.deepEqual(
      keys.filter((key) => /^(data|model|epochs|schedule)\b/.test(key)),
      [],
      "what the cell has already is not offered",
    );
    await page.keyboard.press("Escape");
  }),
);

test(
  "behind a key that names a cell stand the ids of cells of that kind",
  inEditor(async ({ workbench }) => {
    const { page } = workbench;
    const cell = (await workbench.openNotebook("completion.hgl.md")).cell("train #other");
    const offered = suggestions(page);
    await cell.addLine("data: ");
    await until("both data cells are offered, and no other", async () => {
      const names = (await listed(offered)).map((row) => row.split(" ")[0]);
      return names.join() === "exercises,mine";
    });
    await page.keyboard.press("Enter");
    await cellReads(cell, "train #other\nbatch: 16\ndata: exercises");
    await cell.addLine("model: ");
    await until("the model is offered", async () => (await listed(offered)).join().startsWith("small"));
    await page.keyboard.press("Enter");
    await cellReads(cell, "train #other\nbatch: 16\ndata: exercises\nmodel: small");
  }),
);

test(
  "a source is completed with the shipped sample and with the data files in the notebook's folder and below it",
  inEditor(async ({ workbench, folder }) => {
    const { page } = workbench;
    mkdirSync(join(folder, "sets"));
    writeFileSync(join(folder, "sets/evening.hgl-clips"), "");
    const cell = (await workbench.openNotebook("paths.hgl.md")).cell("data #mine");
    const offered = suggestions(page);
    await cell.addLine("source: ");
    await until("the sample and both files are offered", async () => {
      const names = (await listed(offered)).map((row) => row.split(" ")[0]!);
      return ["ui-prmd", "sets/evening.hgl-clips", "sets/", "beside.hgl-clips"].every((name) => names.includes(name));
    });
    await page.keyboard.type("bes");
    await until("the file is offered alone", async () => (await listed(offered)).join().startsWith("beside.hgl-clips"));
    await page.keyboard.press("Enter");
    await cellReads(cell, "data #mine\nstream: J\nsource: beside.hgl-clips");
    await cell.replace("beside.hgl-clips", "sets/");
    await offers(offered, ["evening.hgl-clips"]);
    await page.keyboard.press("Enter");
    await cellReads(cell, "data #mine\nstream: J\nsource: sets/evening.hgl-clips");
    await cell.replace("sets/evening.hgl-clips", "ui");
    await until("the sample is offered", async () => (await first(offered)).startsWith("ui-prmd"));
    await page.keyboard.press("Enter");
    await cellReads(cell, "data #mine\nstream: J\nsource: ui-prmd");
  }),
);

test(
  "the pointer on a key tells its meaning, default, range and source; on an id, what it names",
  inEditor(async ({ workbench }) => {
    const notebook = await workbench.openNotebook("hover.hgl.md");
    const window = await hoverText(workbench, notebook.cell("data #exercises"), "window");
    assert.match(window, /window in a data cell/);
    assert.match(window, /Frames T of every network input/);
    assert.match(window, /Default: 64; 52 for NW-UCLA/);
    assert.match(window, /Allowed: .*8.*512/);
    assert.match(window, /Source: CTR-GCN/);
    const named = await hoverText(workbench, notebook.cell("train #base"), "exercises");
    assert.match(named, /data cell #exercises: ui-prmd, stream J, 32 frames/);
    assert.match(named, /Used by #base/);
  }),
);

test(
  "a misspelt key is marked as it is typed, the nearest is named, and the quick fix writes it",
  inEditor(async ({ workbench }) => {
    const { page } = workbench;
    const notebook = await workbench.openNotebook("problems.hgl.md");
    const cell = notebook.cell("train #base");
    const problems = await workbench.problems();
    await cell.addLine("epocs: 5");
    await page.keyboard.press("Escape");
    await cell.row.locator(".squiggly-error").first().waitFor();
    await problems.filter({ hasText: /no key `?epocs`?; did you mean `?epochs`?/ }).waitFor();
    await fix(workbench, cell, "epocs", "Change to `epochs`");
    await cellReads(cell, "train #base\ndata: exercises\nmodel: small\nepochs: 5");
    await problems.filter({ hasText: "epocs" }).waitFor({ state: "detached" });
  }),
);

test(
  "a number that YAML takes for text is told of, and the quick fix writes the number",
  inEditor(async ({ workbench }) => {
    const notebook = await workbench.openNotebook("problems.hgl.md");
    const cell = notebook.cell("train #other");
    const problems = await workbench.problems();
    await cell.addLine("epochs: 1_000");
    const trap = problems.filter({ hasText: /YAML reads `?1_000`? as text, not as a number; write `?1000`?/ });
    await trap.waitFor();
    await fix(workbench, cell, "1_000", "Change to `1000`");
    await cellReads(cell, "train #other\nbatch: 16\nepochs: 1000");
    await trap.waitFor({ state: "detached" });
  }),
);

test(
  "F12 on an id goes to the cell that has it",
  inEditor(async ({ workbench }) => {
    const { page } = workbench;
    const notebook = await workbench.openNotebook("names.hgl.md");
    const data = notebook.cell("data #");
    // Before the definitions have come, the key goes nowhere.
    await until("the cursor is in the cell that has the id", async () => {
      await notebook.cell("train #base").cursorBehind("data: exer");
      await page.keyboard.press("F12");
      return await appears(data.row.locator(".monaco-editor.focused"), 5_000);
    });
    // What is typed now stands where the cursor went.
    await page.keyboard.type("my-");
    await cellReads(data, "data #my-exercises\nsource: ui-prmd\nstream: J\nwindow: 32");
    await page.keyboard.press("Escape");
    await workbench.press("z");
  }),
);

test(
  "F2 gives a cell another id everywhere, and refuses one that another cell has",
  inEditor(async ({ workbench, folder }) => {
    const { page } = workbench;
    const notebook = await workbench.openNotebook("renamed.hgl.md");
    await rename(notebook.cell("train #base"), page, "exercises", "small");
    await workbench.notifications.filter({ hasText: "The id #small is taken" }).waitFor();
    await rename(notebook.cell("train #base"), page, "exercises", "drills");
    await cellReads(notebook.cell("data #drills"), "data #drills\nsource: ui-prmd\nstream: J\nwindow: 32");
    await until("the train cell names it", async () =>
      (await notebook.cell("train #base").text()).startsWith("train #base\ndata: drills\n"),
    );
    await cellReads(notebook.cell("view #moves"), "view #moves\nview: skeleton\nof: drills\ncount: 2");
    await workbench.save();
    await until("the change is saved", async () => !(await workbench.isDirty("renamed.hgl.md")));
    assert.equal(
      readFileSync(join(folder, "renamed.hgl.md"), "utf8"),
      smallNotebook().replaceAll("exercises", "drills"),
    );
  }),
);

test(
  "the outline lists the cells, and the symbols of the notebook are cells and keys; choosing one goes there",
  inEditor(async ({ workbench }) => {
    const { page } = workbench;
    const notebook = await workbench.openNotebook("outline.hgl.md");
    const header = page.locator(".pane-header").filter({ hasText: "Outline" });
    if ((await header.getAttribute("aria-expanded")) !== "true") await header.click();
    const cells = page.locator(".outline-pane .monaco-list-row");
    await until("the cells are listed by their headers", async () => {
      const names = (await cells.allInnerTexts()).map((text) => text.trim());
      return ["data #exercises", "model #small", "train #base"].every((name) => names.includes(name));
    });
    const chosen = notebook.code.filter({ hasText: "model #small" }).and(page.locator(".focused"));
    await until("the cell is gone to", async () => {
      await cells.filter({ hasText: "model #small" }).click();
      return await appears(chosen, 5_000);
    });

    const symbols = page.locator(".quick-input-list .monaco-list-row .label-name");
    await until("the cells are listed with their keys", async () => {
      if (!(await symbols.first().isVisible())) await page.keyboard.press(`${MODIFIER}+Shift+o`);
      if (!(await appears(symbols.first(), 3_000))) return false;
      const names = (await symbols.allInnerTexts()).map((text) => text.replaceAll("\u00a0", " ").trim());
      const from = names.indexOf("#base");
      return names.slice(from, from + 4).join() === "#base,data,model,epochs";
    });
    await symbols.filter({ hasText: "epochs" }).click();
    await notebook.cell("train #base").row.locator(".monaco-editor.focused").waitFor();
  }),
);

test(
  "a cell and a notebook are formatted, and what they say stays",
  inEditor(async ({ workbench }) => {
    const notebook = await workbench.openNotebook("untidy.hgl.md");
    const train = notebook.cell("train #base");
    await train.cursorBehind("epochs");
    await workbench.command("Format Cell");
    await cellReads(train, "train #base\ndata: exercises\nmodel: small\nseeds: [1, 2]   # both\n\nepochs: 3");
    assert.equal(await notebook.cell("data #exercises").text(), "data #exercises\nsource:   ui-prmd");
    await workbench.command("Notebook: Format Notebook");
    await cellReads(notebook.cell("data #exercises"), "data #exercises\nsource: ui-prmd");
    await cellReads(notebook.cell("model #small"), "model #small\npreset: hglnet-xs");
  }),
);

function notebook(...cells: (readonly string[])[]): string {
  const fences = cells.map((lines) => `\`\`\`hgl ${lines.join("\n")}\n\`\`\`\n`);
  return `---\nhgl: 1\nid: language\n---\n\n${fences.join("\n")}`;
}

async function cellReads(cell: CellView, expected: string): Promise<void> {
  let last = "";
  await until(
    () => `the cell reads ${JSON.stringify(expected)}; it read ${JSON.stringify(last)}`,
    async () => (last = await cell.text()) === expected,
  );
}

function suggestions(page: Page): Locator {
  return page.locator(".suggest-widget.visible .monaco-list-row");
}

/** Types letter by letter, as people do, until something is offered unasked. */
async function typeUntilOffered(page: Page, word: string): Promise<void> {
  for (const letter of word) {
    await page.keyboard.type(letter);
    if (await appears(suggestions(page).first(), 2_000)) return;
  }
  assert.fail(`nothing was offered while ${word} was typed`);
}

/** Label and detail of what is offered, in order. */
async function listed(offered: Locator): Promise<string[]> {
  return (await offered.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

async function first(offered: Locator): Promise<string> {
  return (await listed(offered))[0] ?? "";
}

async function offers(offered: Locator, expected: readonly string[]): Promise<void> {
  let last: readonly string[] = [];
  await until(
    () => `${JSON.stringify(expected)} is offered; there was ${JSON.stringify(last)}`,
    async () => {
      last = await listed(offered);
      return last.join("\n") === expected.join("\n");
    },
  );
}

/** Rests the pointer on a word of a cell; what is told of it. */
async function hoverText({ page }: Workbench, cell: CellView, word: string): Promise<string> {
  const told = page.locator(".monaco-hover:visible .hover-contents").filter({ hasText: word });
  await until(`something is told of ${word}`, async () => {
    await page.mouse.move(2, 2);
    await cell.row.locator(".view-line span").getByText(word, { exact: true }).first().hover();
    return await appears(told.first(), 2_000);
  });
  return (await told.allInnerTexts()).join("\n").replaceAll("\u00a0", " ");
}

/** Chooses a quick fix at a word; the editor may open its list before the fixes of a finding have reached it, and is then asked again. */
async function fix(workbench: Workbench, cell: CellView, word: string, title: string): Promise<void> {
  const { page } = workbench;
  const offered = page.locator(".action-widget .monaco-list-row").filter({ hasText: title }).first();
  await until(`the quick fix "${title}" is offered and chosen`, async () => {
    await page.keyboard.press("Escape");
    await cell.cursorBehind(word);
    await workbench.press(".");
    // A list that has just come may leave the click unanswered.
    return (await appears(offered, 3_000)) && (await isClicked(offered)) && (await disappears(offered, 10_000));
  });
}

async function rename(cell: CellView, page: Page, word: string, to: string): Promise<void> {
  const input = page.locator(".rename-box .rename-input:visible");
  await until(`a new name for ${word} is asked for`, async () => {
    await cell.cursorBehind(word);
    await page.keyboard.press("F2");
    return await appears(input, 5_000);
  });
  assert.equal(await input.inputValue(), word);
  await input.fill(to);
  await page.keyboard.press("Enter");
}
