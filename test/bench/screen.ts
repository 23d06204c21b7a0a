// `npm run bench -- screen`: the built renderers in a real browser.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";
import { MIME, type RendererName } from "../../src/common/ids";
import { describeMachine } from "../../src/worker/bench/machine";
import { findChromium } from "../e2e/chromium.mjs";
import { runDelta } from "../unit/renderers/payloads";
import { LARGE, longTraining } from "../unit/renderers/largePayloads";
import { AIMS, PICTURES } from "./cases";
import type * as OnPage from "./onPage";
import { printScreen, type ScreenReport, type Timing } from "./print";

declare const bench: typeof OnPage;

const HOME = "http://renderers.invalid";
const ARGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update";
const RERENDERS = 200;
const RESORTS = 30;
/** Re-rendered so often, the longest training would take minutes and show no more. */
const HEAPED = { ...LARGE, training: longTraining(3, 200) };
const NAMES = Object.keys(MIME) as RendererName[];

/** Not shown before it is served; every page is fresh, so that nothing of the bundle is known to it. */
async function withPage<T>(browser: Browser, script: string, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  try {
    await page.route(`${HOME}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname !== "/") return route.fulfill({ path: join("dist/renderers", pathname.slice(1)) });
      const html = '<!doctype html><meta charset="utf-8"><body style="margin:8px"><div id="host"></div>';
      return route.fulfill({ contentType: "text/html", body: html });
    });
    // tsx marks functions with their names by this.
    await page.addInitScript("globalThis.__name = (value) => value");
    await page.goto(`${HOME}/`);
    await page.addScriptTag({ content: script });
    return await use(page);
  } finally {
    await page.close();
  }
}

const bundleOf = (name: RendererName): string => `${HOME}/${name}.mjs`;

async function measure(browser: Browser, rounds: number, seconds: number): Promise<Omit<ScreenReport, "machine">> {
  const built = await build({
    entryPoints: ["test/bench/onPage.ts"],
    bundle: true,
    format: "iife",
    globalName: "bench",
    target: "es2022",
    write: false,
  });
  const inPage = <T>(use: (page: Page) => Promise<T>): Promise<T> => withPage(browser, built.outputFiles[0]!.text, use);
  const say = (words: string): void => void process.stderr.write(`${words} …\n`);

  say("playing skeletons");
  const frames = await inPage((page) => playing(page, seconds));
  const timings: Timing[] = [
    { what: "skeletons playing: from frame to frame", ms: frames.intervals },
    { what: "skeletons playing: our script in a frame", ms: frames.script, aim: AIMS.frame },
  ];

  for (const name of NAMES) {
    say(`first pictures of ${name}`);
    const [first, again]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const times = await inPage((page) =>
        page.evaluate(([url, payload, picture]) => bench.firstPicture(url, payload, picture), [
          bundleOf(name),
          LARGE[name],
          PICTURES[name],
        ] as const),
      );
      first.push(times.first);
      again.push(times.again);
    }
    const aim = name === "confusion" ? { aim: AIMS.matrix } : {};
    timings.push({ what: `${name}: bundle and first picture`, ms: first, ...aim });
    timings.push({ what: `${name}: another picture`, ms: again, ...aim });
  }

  say("sorting a matrix");
  const sorted = await inPage(resorting);
  timings.push({ what: "confusion: another order, our script", ms: sorted.script });
  timings.push({ what: "confusion: another order, on the screen", ms: sorted.screen, aim: AIMS.matrix });
  say("growing curves");
  timings.push({ what: "training: ten more points for each run", ms: (await inPage(growing)).screen });

  const heap: ScreenReport["heap"][number][] = [];
  for (const name of NAMES) {
    say(`re-rendering ${name}`);
    heap.push({ renderer: name, rerenders: RERENDERS, grownBytes: await inPage((page) => heapGrowth(page, name)) });
  }
  const total = frames.intervals.reduce((sum, ms) => sum + ms, 0);
  return {
    mode: "screen",
    rounds,
    seconds,
    browser: `Chromium ${browser.version()}`,
    framesPerSecond: (1000 * frames.intervals.length) / total,
    timings,
    heap,
  };
}

/** With trails, and at twice the clips' pace, so that every frame of the screen is a new one of the clips. */
function playing(page: Page, seconds: number): Promise<OnPage.Frames> {
  return page.evaluate(
    async ([url, payload, picture, ms]) => {
      const watch = bench.watchFrames();
      const { api } = await bench.load(url);
      await bench.show(api, "a", payload, picture);
      const speed = document.querySelector<HTMLSelectElement>(".hgls-bar select")!;
      speed.value = "2";
      speed.dispatchEvent(new Event("change"));
      document.querySelector<HTMLInputElement>(".hgls-bar input[type=checkbox]")!.click();
      await watch(500);
      return await watch(ms);
    },
    [bundleOf("skeleton"), LARGE.skeleton, PICTURES.skeleton, 1000 * seconds] as const,
  );
}

function resorting(page: Page): Promise<{ script: number[]; screen: number[] }> {
  return page.evaluate(
    async ([url, payload, picture, times]) => {
      const { api } = await bench.load(url);
      await bench.show(api, "a", payload, picture);
      const order = document.querySelector("select")!;
      return await bench.timed(times, (turn) => bench.choose(order, turn));
    },
    [bundleOf("confusion"), LARGE.confusion, PICTURES.confusion, RESORTS] as const,
  );
}

/** As during a training, twice a second. */
function growing(page: Page): Promise<{ script: number[]; screen: number[] }> {
  const payload = longTraining(3, 2000);
  const messages = Array.from({ length: 10 }, (_, turn) => ({
    type: "progress",
    runs: payload.runs.map((run) => {
      const { folder, seed, epochs, etaSeconds } = run;
      return runDelta(2000 + 10 * turn, 2010 + 10 * turn, { folder, seed, epochs, etaSeconds });
    }),
  }));
  return page.evaluate(
    async ([url, payload, picture, messages]) => {
      const { api } = await bench.load(url);
      await bench.show(api, "a", payload, picture);
      return await bench.timed(messages.length, (turn) => bench.send(messages[turn]));
    },
    [bundleOf("training"), payload, PICTURES.training, messages] as const,
  );
}

async function heapGrowth(page: Page, name: RendererName): Promise<number> {
  const inspector = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await inspector.send("HeapProfiler.collectGarbage");
    return (await inspector.send("Runtime.getHeapUsage")).usedSize;
  };
  const kept = await page.evaluateHandle(async ([url, payload]) => ({ ...(await bench.load(url)), payload }), [
    bundleOf(name),
    HEAPED[name],
  ] as const);
  const again = (times: number): Promise<void> =>
    kept.evaluate(({ api, payload }, times) => bench.rerender(api, payload, times), times);
  await again(20);
  const before = await heap();
  await again(RERENDERS);
  return (await heap()) - before;
}

function readOptions(): { rounds: number; seconds: number; json: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: "string", default: "7" },
        seconds: { type: "string", default: "5" },
        json: { type: "boolean", default: false },
      },
    });
    const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
    if (Number.isInteger(rounds) && rounds > 0 && seconds > 0) return { rounds, seconds, json: values.json };
  } catch {
    // An option that there is not is answered as a wrong value is.
  }
  return undefined;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.error("Options: --rounds N, a whole number from 1; --seconds N, above 0; --json.");
    return 64;
  }
  const { rounds, seconds, json } = options;
  const executablePath = findChromium();
  if (!executablePath || !existsSync(executablePath)) {
    console.error(
      "The screen is timed in Chromium, which is not here: install it (Debian, Ubuntu: apt-get install chromium), or name one by the variable CHROMIUM.",
    );
    return 1;
  }
  const machine = describeMachine();
  const browser = await chromium.launch({ executablePath, args: ARGS.split(" ") });
  try {
    const report: ScreenReport = { ...(await measure(browser, rounds, seconds)), machine };
    console.log(json ? JSON.stringify(report) : printScreen(report));
  } finally {
    await browser.close();
  }
  return 0;
}

process.exitCode = await main();
