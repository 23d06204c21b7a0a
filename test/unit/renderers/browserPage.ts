import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { baked, ownIds } from "../../../esbuildPlugins.mjs";
import { plotlyParts } from "../../../esbuildPlotly.mjs";
import { findChromium } from "../../e2e/chromium.mjs";

const CHROMIUM = findChromium();
/** What `node:test` is told where there is no browser. */
export const skip = CHROMIUM ? false : "no Chromium on this machine";
const ARGS =
  "--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** What draws: nothing but the page's own pixels, or WebGL too, on the processor where there is no card. */
const GRAPHICS = {
  none: "--disable-gpu --disable-3d-apis",
  webgl: "--use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader",
};
type Graphics = keyof typeof GRAPHICS;

const browsers = new Map<Graphics, Promise<Browser>>();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

function browserWith(graphics: Graphics): Promise<Browser> {
  const known = browsers.get(graphics);
  if (known) return known;
  const args = `${ARGS} ${GRAPHICS[graphics]}`.split(" ");
  const started = chromium.launch({ executablePath: CHROMIUM!, args });
  browsers.set(graphics, started);
  return started;
}

/** Opens a page from a file, as a report is opened, and closes it when `use` is done. */
async function withPage<T>(
  html: string,
  use: (page: Page, open: () => Promise<unknown>) => Promise<T>,
  graphics: Graphics = "none",
): Promise<T> {
  const page = await (await browserWith(graphics)).newPage({ viewport: { width: 1024, height: 800 } });
  // A page that draws in space without a graphics card takes its time on a busy machine.
  page.setDefaultNavigationTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "hgl-browser-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    return await use(page, () => page.goto(pathToFileURL(file).href, { waitUntil: "load" }));
  } finally {
    await page.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A renderer as the build makes it; as a plain script it is also found under `globalName`. */
export async function bundle(name: string, format: "iife" | "esm" = "iife", globalName = "hgl"): Promise<string> {
  const built = await build({
    entryPoints: [`src/renderers/${name}/index.ts`],
    bundle: true,
    format,
    ...(format === "iife" ? { globalName } : {}),
    write: false,
    minify: true,
    target: "es2022",
    plugins: [baked, plotlyParts, ownIds(name)],
  });
  return built.outputFiles[0]!.text;
}

/** The page's DOM as text after its scripts ran. */
export function domOf(html: string): Promise<string> {
  return withPage(html, async (page, open) => {
    await open();
    return page.content();
  });
}

/** What a page asked for and complained of until it was at rest, and its DOM as text. */
export function visited(
  html: string,
  media: Parameters<Page["emulateMedia"]>[0] = {},
): Promise<{
  readonly dom: string;
  readonly asked: string[];
  readonly complaints: string[];
  readonly shown: string[];
}> {
  return withPage(html, async (page, open) => {
    const [asked, complaints]: [string[], string[]] = [[], []];
    page.on("request", (request) => void asked.push(request.url().slice(0, 200)));
    // A refusal of the content security policy is told here as well.
    page.on("console", (message) => void complaints.push(message.text()));
    page.on("pageerror", (error) => void complaints.push(error.message));
    await page.emulateMedia(media);
    await open();
    await page.waitForTimeout(300);
    const shown = await page.evaluate<string[]>(
      `[...document.querySelectorAll("main :is([data-hgl-mounted], .static)")].map((one) => (one.clientHeight > 20 ? one.attributes[0].name + " " + one.className : "")).filter(Boolean)`,
    );
    const own = page.url();
    return {
      dom: await page.content(),
      asked: asked.filter((url) => url !== own && !url.startsWith("data:")),
      complaints,
      shown: shown.map((one) => one.trim()),
    };
  });
}

/** What the body of a page has beside `hgl` and the element `host`. */
const TOOLS = `
  const violations = [];
  document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective + " " + event.blockedURI));
  const frame = window.requestAnimationFrame.bind(window);
  /** Long enough for whatever has been asked for to be drawn. */
  const later = async (count = 6) => { for (let i = 0; i < count; i++) await new Promise((done) => frame(done)); await new Promise((done) => setTimeout(done)); };
  const until = async (what, holds) => { for (let i = 0; !holds(); i++) { if (i > 600) throw new Error(what + " did not come about"); await later(1); } };
  const item = (id, value) => ({ id, mime: "", json: () => { if (value instanceof Error) throw value; return value; } });
  const posted = []; let listener;
  const api = () => hgl.activate({ postMessage: (message) => posted.push(message), workspace: { isTrusted: true },
    onDidReceiveMessage: (told) => { listener = told; return { dispose() {} }; }, setState() {}, getState() {}, getRenderer: async (id) => rendererNamed(id) });
  /** What stands beside the renderer on the page, by its id; a test may have another. */
  let rendererNamed = () => undefined;
  const send = (message) => listener(message);
  const living = { observers: 0, frames: 0 };
  for (const name of ["ResizeObserver", "MutationObserver", "IntersectionObserver"]) {
    const Real = window[name];
    window[name] = class extends Real {
      on = false;
      observe(...args) { if (!this.on) living.observers++; this.on = true; super.observe(...args); }
      disconnect() { if (this.on) living.observers--; this.on = false; super.disconnect(); }
    };
  }
  window.requestAnimationFrame = (action) => { living.frames++; return frame(action); };
`;

/**
 * Runs `body` (async) in a page without eval and without any network, which has the renderer as `hgl` and an element `host`; gives the
 * JSON that it returns. There, `await heap()` is the bytes in use after a collection. `media` is what the user prefers; `withSkeletons`
 * puts the skeleton renderer beside, as `skeletons`; with `graphics: "webgl"` the page can draw in three dimensions.
 */
export async function inPage(
  renderer: string,
  body: string,
  media: Parameters<Page["emulateMedia"]>[0] = {},
  { withSkeletons = false, graphics = "none" }: { withSkeletons?: boolean; graphics?: Graphics } = {},
): Promise<Record<string, unknown>> {
  const scripts = [await bundle(renderer), ...(withSkeletons ? [await bundle("skeleton", "iife", "skeletons")] : [])];
  // As base64, because what looks like markup inside a script would have to be rewritten otherwise.
  const base64 = scripts.map((script) => Buffer.from(script).toString("base64"));
  const html = `<!doctype html><meta charset="utf-8"><title>untouched</title>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
    <body style="width:1000px"><div id="host"></div><script>${TOOLS}</script><script>
    for (const script of ${JSON.stringify(base64)})
      document.head.append(Object.assign(document.createElement("script"), { textContent: new TextDecoder().decode(Uint8Array.from(atob(script), (c) => c.charCodeAt(0))) }));
    </script><script>
    (async () => { const host = document.getElementById("host"); ${body.replaceAll("</", "<\\/")} })()
      .catch((error) => ({ thrown: String(error.stack) })).then((value) => answer(JSON.stringify(value)));</script>`;
  return withPage(
    html,
    async (page, open) => {
      let told: (answer: string) => void;
      const answered = new Promise<string>((done) => (told = done));
      await page.exposeFunction("answer", (answer: string) => told(answer));
      const inspector = await page.context().newCDPSession(page);
      await page.exposeFunction("heap", async () => {
        await inspector.send("HeapProfiler.collectGarbage");
        return (await inspector.send("Runtime.getHeapUsage")).usedSize;
      });
      await page.emulateMedia(media);
      await open();
      const read = JSON.parse(await answered) as Record<string, unknown>;
      assert.equal(read["thrown"], undefined);
      return read;
    },
    graphics,
  );
}
