import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage, skip } from "./browserPage";
import { embeddingPayload } from "./payloads";

const payload = embeddingPayload(60);
const WEBGL = { graphics: "webgl" } as const;

/** In the page: what is on it, and what the user would do. */
const HELPERS = `
  host.style.width = "320px";
  const good = ${JSON.stringify(payload)};
  const stage = () => host.querySelector("[role=application]");
  const read = () => host.querySelector(".hgle-read").textContent;
  const button = (words) => [...host.querySelectorAll("button")].find((one) => one.textContent.includes(words));
  const key = (name) => stage().dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const solid = () => host.querySelector(".hgle-space canvas");
  const inPlane = async () => { const select = host.querySelector("select"); select.value = "2"; select.dispatchEvent(new Event("change")); await later(2); };
  const marks = () => host.querySelectorAll(".hgle-plane path").length;
  const rings = () => host.querySelectorAll(".hgle-plane circle").length - 1;
`;

test(
  "drawn in three dimensions more often than a browser has WebGL contexts, the heap stays as it was",
  { skip },
  async (t) => {
    const told = await inPage(
      "embedding",
      `${HELPERS} const some = async (count) => { for (let i = 0; i < count; i++) {
      const shown = hgl.render(host, good); await until("a plot", () => solid()); await later(1); shown.dispose(); await later(1); } };
    await some(4); await later(20); const before = await heap(); const started = performance.now();
    await some(16); await later(20);
    return { grown: await heap() - before, each: (performance.now() - started) / 16, left: host.childElementCount, alerts: host.querySelectorAll("[role=alert]").length, body: document.querySelectorAll("#js-plotly-tester").length };`,
      {},
      WEBGL,
    );
    const { grown, each, left, body, alerts } = told as Record<string, number>;
    t.diagnostic(`the heap grew by ${(grown! / 2 ** 20).toFixed(2)} MiB over 16 plots of ${Math.round(each!)} ms`);
    assert.deepEqual([left, body, alerts], [0, 0, 0]);
    assert.ok(grown! < 5 * 2 ** 20, `${grown} bytes`);
  },
);
