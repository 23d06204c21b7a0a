import assert from "node:assert/strict";
import { test } from "node:test";
import { MIME, type RendererName } from "../../../src/common/ids";
import { differenceOf, HOSTILE, EXERCISES } from "../../golden/records";
import { attentionPayload } from "./attentionPayload";
import { inPage, skip } from "./browserPage";
import {
  curvesPayload,
  dataCardPayload,
  embeddingPayload,
  figurePayload,
  fusionPayload,
  modelPayload,
  networkView,
  runView,
  skeletonPayload,
  trainingPayload,
} from "./payloads";

const BLOCK_TIMES = { milliseconds: [3, 2, 1], processor: "P", threads: 2, batch: 8, at: 0 };

/** A payload of each kind that its renderer shows. */
const GOOD: Readonly<Record<RendererName, unknown>> = {
  data: dataCardPayload(14),
  model: modelPayload(networkView(3, { times: BLOCK_TIMES }), networkView(2)),
  training: trainingPayload(runView(45)),
  confusion: differenceOf(EXERCISES),
  curves: curvesPayload(3),
  embedding: embeddingPayload(60),
  fusion: fusionPayload(),
  figure: figurePayload(),
  skeleton: skeletonPayload(2, 40),
  attention: attentionPayload(),
};
const NAMES = Object.keys(MIME) as RendererName[];

/** Of each renderer: with the other renderers' together 300. */
const COUNT = Math.ceil(300 / NAMES.length);
const RERENDERS = 500;
const HEAP_MAY_GROW = 5 * 2 ** 20;

/** Replaces one to three values anywhere in a copy of `good`, drawn from a generator that starts at `seed`. */
const SPOIL = `
  const spoiled = (good, seed) => {
    let state = seed * 2654435761 >>> 0;
    const below = (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 2 ** 32 * n); };
    const values = [NaN, Infinity, -Infinity, -1, 0, 1e308, 2 ** 53, 0.5, null, undefined, true, "", [], {}, [[[]]], new Array(2e6), "x".repeat(5e5),
      JSON.parse('{"__proto__":{"kind":"x"},"constructor":{"prototype":1}}'), { toString() { throw new Error("trap"); } }, Symbol("s"), () => 1, 10n,
      { get length() { throw new Error("trap"); } }, new Proxy([], { get() { throw new Error("trap"); } }), new Date(NaN), ...hostile, ...hostile];
    const copy = structuredClone(good);
    for (let many = 1 + below(3); many > 0; many--) {
      let at = copy;
      for (;;) {
        const keys = Object.keys(at);
        const key = keys.length === 0 || below(12) === 0 ? hostile[below(hostile.length)] : keys[below(keys.length)];
        const next = at[key];
        if (typeof next === "object" && next !== null && below(5) > 0) { at = next; continue; }
        at[key] = values[below(values.length)];
        break;
      }
    }
    return copy;
  };`;

for (const name of NAMES) {
  test(
    `${name}: ${COUNT} spoiled payloads run nothing, ask for nothing and never leave a blank`,
    { skip },
    async () => {
      const answer = await inPage(
        name,
        `
      const hostile = ${JSON.stringify(HOSTILE)}; ${SPOIL}
      const good = ${JSON.stringify(GOOD[name])};
      const errors = []; window.addEventListener("error", (event) => errors.push(event.message));
      window.addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
      const blank = []; let refused = 0;
      for (let seed = 1; seed <= ${COUNT}; seed++) {
        const shown = hgl.render(host, spoiled(good, seed));
        await later(2);
        if (host.querySelector("[role=alert]")) refused++;
        else if (host.clientHeight < 20) blank.push(seed);
        shown.dispose();
        if (host.childElementCount > 0) blank.push(-seed);
      }
      hgl.render(host, good);
      await later();
      return { blank, errors, refused, violations, after: host.querySelectorAll("[role=alert]").length, height: host.clientHeight,
        active: document.querySelectorAll("#host :is(script, iframe, object, embed, a[href])").length, title: document.title, polluted: "kind" in {} };`,
      );
      const { refused, height, ...rest } = answer as { refused: number; height: number };
      assert.deepEqual(rest, {
        blank: [],
        errors: [],
        violations: [],
        after: 0,
        active: 0,
        title: "untouched",
        polluted: false,
      });
      assert.ok(refused > COUNT / 4, `${refused} of ${COUNT} were refused`);
      assert.ok(height > 20);
    },
  );

  test(`${name}: ${RERENDERS} renderings leave the heap as it was`, { skip }, async (t) => {
    const answer = await inPage(
      name,
      `
      const good = ${JSON.stringify(GOOD[name])};
      const renderer = api();
      const some = async (count) => { for (let i = 0; i < count; i++) {
        renderer.renderOutputItem(item("a" + i % 3, structuredClone(good)), host);
        if (i % 2) renderer.disposeOutputItem("a" + i % 3);
        if (i % 10 === 0) await later(1);
      } renderer.disposeOutputItem(); await later(); };
      await some(50);
      const before = await heap();
      await some(${RERENDERS});
      return { grown: await heap() - before, left: host.childElementCount };`,
    );
    const { grown, left } = answer as { grown: number; left: number };
    t.diagnostic(`the heap grew by ${(grown / 2 ** 20).toFixed(2)} MiB`);
    assert.equal(left, 0);
    assert.ok(grown < HEAP_MAY_GROW, `${grown} bytes`);
  });
}
