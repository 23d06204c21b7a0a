import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before } from "node:test";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";
import { startEditor } from "../../scripts/editor/serve.mjs";
import { pack } from "../../scripts/vsix/pack.mjs";
import { targetHere } from "../../scripts/vsix/targets.mjs";
import { findChromium } from "./chromium.mjs";
import { endTraining } from "./runs";
import { backTo, noteBeginning } from "./secondTry";
import { PATIENCE_MS, Workbench } from "./workbench";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where pictures and logs of failed tests stay. */
const KEPT = join(ROOT, "dist/e2e");
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SETTINGS = {
  "workbench.colorTheme": "Default Dark Modern",
  "editor.fontFamily": "monospace",
  "git.enabled": false,
  "files.autoSave": "off",
  // A notch of the wheel is 200 pixels, so that a long notebook is soon passed through and no cell overrun.
  "workbench.list.mouseWheelScrollSensitivity": 4,
};

export interface SuiteOptions {
  /** Name and content of the files in the window's folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False: the folder is not trusted until somebody says so. */
  readonly trust?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** What a test of a suite has before it. */
export interface Desk {
  readonly workbench: Workbench;
  /** The window's folder. */
  readonly folder: string;
  /** Process id of the editor's server. */
  readonly server: number;
  /** A second window, with nothing of the first one's memory. */
  readonly anotherWindow: () => Promise<Workbench>;
}

/**
 * The tests of one file share one editor, started before the first and stopped after the last, with all that it started.
 *
 * @returns what makes a test's function of one that takes the desk; when it fails, a picture of the window is kept, and it is run a second time from
 * where it began
 */
export function editorSuite(
  name: string,
  options: SuiteOptions,
): (run: (desk: Desk) => Promise<void>) => (test: TestContext) => Promise<void> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), `hocslm-${name}-`)));
  const folder = join(home, "work");
  let editor: Awaited<ReturnType<typeof startEditor>>;
  let browser: Browser;
  let desk: Desk;
  let failed = false;

  before(async () => {
    mkdirSync(folder);
    for (const [file, content] of Object.entries(options.files)) writeFileSync(join(folder, file), content);
    editor = await startEditor({
      home,
      folder,
      vsix: [await packed()],
      settings: { ...SETTINGS, ...options.settings },
      trust: options.trust ?? true,
    });
    browser = await chromium.launch({ executablePath: findChromium()!, args: CHROMIUM_ARGS });
    const window = async () => {
      const context = await browser.newContext({ viewport: options.viewport ?? { width: 1400, height: 1000 } });
      context.setDefaultTimeout(PATIENCE_MS);
      const workbench = new Workbench(await context.newPage(), editor.url);
      await workbench.open();
      return workbench;
    };
    desk = { workbench: await window(), folder, server: editor.pid!, anotherWindow: window };
  });

  after(async () => {
    await browser?.close();
    await editor?.stop();
    await endTraining(folder);
    if (failed) copyFileSync(join(home, "server.log"), keep(`${name}.log`));
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  return (run) => async (test) => {
    const { workbench } = desk;
    const begun = await noteBeginning(workbench, folder, join(home, "before"));
    const picture = async (attempt: string): Promise<void> => {
      failed = true;
      const file = keep(`${name}-${test.name.replace(/\W+/g, "-").slice(0, 60)}${attempt}.png`);
      await workbench.screenshot(file).catch(() => undefined);
      console.log(`picture of the window: ${file}\nlog of the server: ${join(KEPT, `${name}.log`)}`);
    };
    try {
      await run(desk);
      return;
    } catch (first) {
      await picture("");
      // On a busy machine a test may lose a race that says nothing of the extension: it is run again from where it began, and that is told.
      try {
        await backTo(begun, workbench, folder);
        await run(desk);
      } catch (second) {
        await picture("-again");
        console.log(`the second try of "${test.name}" failed too: ${sentenceOf(second)}`);
        // What is open over the window must not fail the next test too.
        await workbench.page.keyboard.press("Escape").catch(() => undefined);
        throw first;
      }
      test.diagnostic(`${SECOND_TRY} ${test.name}; first: ${sentenceOf(first)}`);
    }
  };
}

/** What the reporter knows a second try by. */
const SECOND_TRY = "passed at the second try:";

function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n").find((line) => line.trim() !== "") ?? "it did not say why").trim();
}

function keep(file: string): string {
  mkdirSync(KEPT, { recursive: true });
  return join(KEPT, file);
}

/** The extension as people install it; made again when something that goes into it is younger. HOCSLM_VSIX names another package to test. */
async function packed(): Promise<string> {
  if (process.env.HOCSLM_VSIX) return process.env.HOCSLM_VSIX;
  const target = targetHere()!;
  const path = join(ROOT, "dist/vsix", `e2e-${target}.vsix`);
  const sources = ["package.json", "package.nls.json", ".vscodeignore", "media", "dist", "dist/renderers", "l10n"];
  if (youngest(sources.map((source) => join(ROOT, source))) > timeOf(path)) await pack(target, path);
  return path;
}

function youngest(paths: readonly string[]): number {
  return Math.max(0, ...paths.flatMap((path) => [path, ...filesBelow(path)]).map(timeOf));
}

function filesBelow(folder: string): string[] {
  const own = ["vsix", "e2e", "meta", "types", ".eslintcache"];
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !own.includes(basename(entry.name)))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function timeOf(path: string): number {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts?.isFile() ? facts.mtimeMs : 0;
}
