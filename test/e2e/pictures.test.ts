import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import type { Locator } from "playwright-core";
import type { NotebookView } from "./notebookView";
import { editorSuite } from "./suite";
import { until } from "./workbench";
import type { Workbench } from "./workbench";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Set by `npm run screenshots`: the sample is trained in full, and the pictures replace the documentation's. */
const REFRESH = process.env.HOCSLM_SCREENSHOTS === "1";
const PICTURES = join(ROOT, REFRESH ? "media/screenshots" : "dist/e2e/pictures");
const NAME = "first-run.hgl.md";
const SAMPLE = readFileSync(join(ROOT, "media/notebooks", NAME), "utf8");
const SHORT = SAMPLE.replace("epochs: 30", "epochs: 2").replace("seeds: [1, 2, 3]", "seeds: [1, 2]");
const MORE = "\n```hgl view #progress\nview: curves\nof: base\n```\n";
const FIGURE = "\n## Into the paper\n\n```hgl figure #curves\nfigure: curves\nof: base\n```\n";
const TEXT = (REFRESH ? SAMPLE : SHORT) + MORE + FIGURE;

const THEMES = [
  ["dark", "Dark Modern"],
  ["light", "Light Modern"],
  ["high-contrast", "Dark High Contrast"],
] as const;
/** What is seen in a picture: a cell and its output, in the order of the notebook, so that it is scrolled through once. */
const VIEWS: readonly (readonly [string, string, (notebook: NotebookView) => Locator])[] = [
  ["skeletons", "view #movement", (notebook) => notebook.skeletons.first()],
  ["model", "model #small", (notebook) => notebook.network.first()],
  ["training", "train #base", (notebook) => notebook.training.first()],
  ["confusion", "view #mistakes", (notebook) => notebook.confusion.first()],
  ["attention", "view #looks", (notebook) => notebook.attention.first()],
  ["embedding", "view #space", (notebook) => notebook.embedding.first()],
  ["curves", "view #progress", (notebook) => notebook.curves.first()],
  ["figure", "figure #curves", (notebook) => notebook.figure.first()],
];

const trained = mkdtempSync(join(tmpdir(), "hocslm-pictures-"));
writeFileSync(join(trained, NAME), TEXT);
execFileSync(process.execPath, ["dist/hgl.mjs", "run", join(trained, NAME)], { cwd: ROOT, stdio: "ignore" });

const inEditor = editorSuite("pictures", { files: { [NAME]: TEXT }, viewport: { width: 1280, height: 860 } });
// Behind the suite's own hooks: Node waits for a file's first root hook only when it is a `before`.
after(() => rmSync(trained, { recursive: true, force: true }));

for (const [name, cell, shown] of VIEWS) {
  test(
    `the ${name} view takes the colours of every theme`,
    inEditor(async ({ workbench, folder }) => {
      let notebook = workbench.notebook();
      if ((await notebook.code.count()) === 0) {
        cpSync(join(trained, ".hgl"), join(folder, ".hgl"), { recursive: true });
        mkdirSync(PICTURES, { recursive: true });
        notebook = await workbench.openNotebook(NAME);
        await workbench.command("View: Toggle Primary Side Bar Visibility");
      }
      await toTop(workbench, (await notebook.reveal(cell)).row);
      const output = shown(notebook);
      await until(
        "the output is drawn",
        async () => (await output.locator("canvas, svg, img, table, [role=treegrid]").count()) > 0,
      );
      for (const [theme, label] of THEMES) {
        await workbench.theme(label);
        await until(`it stands on the ground of ${label}`, async () => {
          return luminance((await coloursOf(output)).ground) > 0.5 === (theme === "light");
        });
        // The text's colour may follow a frame later.
        let { ink, ground } = await coloursOf(output);
        await until(
          () => `the text is legible, ${name} in ${label}: ${ink.join()} on ${ground.join()}`,
          async () => {
            ({ ink, ground } = await coloursOf(output));
            return contrast(ink, ground) >= 4.5;
          },
          10_000,
        );
        // Charts and players are drawn anew within a few frames.
        await workbench.page.waitForTimeout(800);
        await workbench.screenshot(join(PICTURES, `${name}-${theme}.png`));
      }
    }),
  );
}

test(
  "a figure that is drawn in the editor is written beside the notebook, and opened from its cell",
  inEditor(async ({ workbench, folder }) => {
    const notebook = workbench.notebook();
    const cell = await notebook.reveal("figure #curves");
    await cell.run();
    const file = join(folder, "figures", "curves.pdf");
    const asInTerminal = readFileSync(join(trained, "figures", "curves.pdf"));
    await until(
      "the figure is written as in the terminal",
      () => existsSync(file) && readFileSync(file).equals(asInTerminal),
    );
    await notebook.figure.first().getByRole("button", { name: /^SVG/ }).click();
    await until(
      "the drawing is opened",
      async () => (await workbench.page.getByRole("tab", { name: /curves\.svg/ }).count()) > 0,
    );
  }),
);

/** Scrolls until a cell stands at the top of the notebook, so that its output is in the picture. */
async function toTop(workbench: Workbench, row: Locator): Promise<void> {
  const list = await workbench.page.locator(".cell-list-container:visible").boundingBox();
  assert.ok(list, "a notebook is shown");
  await workbench.page.mouse.move(list.x + 12, list.y + list.height / 2);
  const above = async () => ((await row.count()) > 0 ? ((await row.boundingBox())?.y ?? 0) - list.y : 0);
  let left = await above();
  let last = Infinity;
  // At the notebook's end the last cells come no higher; small steps, because a cell out of view is gone from the window.
  while (left > 120 && left < last) {
    last = left;
    await workbench.page.mouse.wheel(0, Math.min(left - 24, 240));
    for (let looks = 0; looks < 20 && (left = await above()) >= last; looks++) await workbench.page.waitForTimeout(50);
  }
}

type Colour = readonly [red: number, green: number, blue: number];

/** The text's colour of an output, and that of the first ground below it. */
async function coloursOf(output: Locator): Promise<{ ink: Colour; ground: Colour }> {
  const { ink, grounds } = await output.evaluate((element) => {
    const grounds: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement)
      grounds.push(getComputedStyle(at).backgroundColor);
    return { ink: getComputedStyle(element).color, grounds };
  });
  return {
    ink: parsed(ink),
    ground: parsed(grounds.find((ground) => !/^rgba.*, 0\)$/.test(ground)) ?? "rgb(255, 255, 255)"),
  };
}

function parsed(colour: string): Colour {
  const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  assert.ok(red !== undefined && green !== undefined && blue !== undefined, colour);
  return [red, green, blue];
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}
