import assert from "node:assert/strict";
import { test } from "node:test";
import { MIME, type RendererName } from "../../../../src/common/ids";
import { confusionPayload } from "../../../../src/figures/confusion";
import { toHtml } from "../../../../src/figures/export/html";
import { evaluationOf, EXERCISES, HOSTILE } from "../../../golden/records";
import { bundle, skip, visited } from "../../renderers/browserPage";
import { hgl, SAMPLE } from "./sample";

const confusion = hgl("view", "mistakes", [
  {
    [MIME.confusion]: JSON.stringify(confusionPayload("ten classes", EXERCISES, [evaluationOf(EXERCISES, 1)])),
    "text/plain": "ten classes\n".repeat(3),
  },
]);
const input = { ...SAMPLE, cells: [...SAMPLE.cells, confusion] };
const VIEWS = ["data", "training", "skeleton", "figure", "confusion"] as const satisfies RendererName[];

/** The scripts as the build makes them; made once. */
const scripts = (async () =>
  new Map(await Promise.all(VIEWS.map(async (name) => [name, await bundle(name)] as const))))();

test("in a browser every view comes alive, nothing is asked for and nothing is refused", { skip }, async () => {
  const built = await scripts;
  const page = await toHtml(input, (name) => built.get(name as (typeof VIEWS)[number]));
  for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }] as const) {
    const { dom, asked, complaints, shown } = await visited(page, media);
    assert.deepEqual([asked, complaints], [[], []]);
    assert.deepEqual(shown, VIEWS.map((name) => `data-hgl-${name}`).sort(byOrder));
    assert.doesNotMatch(dom, /role="alert"/);
  }
  const { shown } = await visited(page, { media: "print" });
  assert.deepEqual(
    shown,
    VIEWS.map(() => "class static"),
    "on paper the still forms stand in their place",
  );
});

/** As the cells stand in the notebook. */
function byOrder(a: string, b: string): number {
  const order = ["data", "training", "skeleton", "figure", "confusion"];
  return order.indexOf(a.slice("data-hgl-".length)) - order.indexOf(b.slice("data-hgl-".length));
}

test("a payload that its view refuses leaves the still form beside the reason", { skip }, async () => {
  const built = await scripts;
  const cell = hgl("view", "a", [{ [MIME.data]: '{"kind":"else"}', "text/plain": "line\n".repeat(5) }]);
  const { dom, shown } = await visited(await toHtml({ ...input, cells: [cell] }, () => built.get("data")));
  assert.match(dom, /role="alert"/);
  assert.deepEqual(shown, ["class static"]);
});

test("what a stranger wrote runs nothing and asks for nothing", { skip }, async () => {
  const built = await scripts;
  const evil = HOSTILE.join("\n\n");
  const page = await toHtml(
    {
      ...input,
      title: evil,
      cells: [
        { type: "prose", markdown: `${evil}\n\n![x](https://example.invalid/x.png)\n\n[a](javascript:alert(1))` },
        hgl(evil, evil, [
          {
            [MIME.data]: JSON.stringify(evil),
            "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="document.title='owned'"><script>top.document.title='owned'</script><image href="https://example.invalid/y.png" width="9" height="9"/></svg>`,
          },
          { "text/markdown": `${evil}\n\n![x](https://example.invalid/z.png)` },
        ]),
      ],
    },
    () => built.get("data"),
  );
  const { dom, asked, complaints } = await visited(page);
  assert.deepEqual([asked, complaints], [[], []]);
  assert.doesNotMatch(dom, /<title>owned|<img[^>]*src="(?!data:)|href="javascript/);
});
