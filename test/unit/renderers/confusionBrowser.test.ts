import assert from "node:assert/strict";
import { test } from "node:test";
import { confusionPayload } from "../../../src/figures/confusion";
import { renderReport } from "../../../src/figures/report/index";
import { evaluationOf, HOSTILE, reportInput } from "../../golden/records";
import { bundle, domOf, inPage, skip } from "./browserPage";

const many = Array.from({ length: 120 }, (_, i) => `action ${i + 1}`);
const json = (value: unknown): string => JSON.stringify(value);

test("120 classes are drawn within 150 ms, keys read cells out, and dispose leaves nothing", { skip }, async (t) => {
  const payload = confusionPayload("120 classes", many, [evaluationOf(many, 1)]);
  const answer = await inPage(
    "confusion",
    `
    const payload = ${json(payload)};
    const times = [];
    let handle;
    for (let i = 0; i < 5; i++) { const from = performance.now(); handle = hgl.render(host, payload); times.push(performance.now() - from); }
    const views = host.querySelectorAll(".hglc").length;
    const canvas = host.querySelector("canvas");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set(); for (let i = 0; i < pixels.length; i += 4) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
    const stage = host.querySelector(".hglc-stage");
    const press = (key) => stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    press("ArrowDown"); const first = host.querySelector(".hglc-read").textContent;
    press("ArrowDown"); press("ArrowRight"); const second = host.querySelector(".hglc-read").textContent;
    const [sort, values] = host.querySelectorAll("select");
    sort.value = "error"; sort.dispatchEvent(new Event("change"));
    values.value = "count"; values.dispatchEvent(new Event("change"));
    const search = host.querySelector("input"); search.value = "action 12"; search.dispatchEvent(new Event("input"));
    const hits = host.querySelector(".hgl-bar [role=status]").textContent;
    const pairs = host.querySelectorAll(".hglc-pairs button").length;
    handle.dispose(); handle.dispose();
    return { times, views, colours: colours.size, first, second, hits, pairs, left: host.childElementCount };`,
  );
  t.diagnostic(`draw times in ms: ${(answer["times"] as number[]).map((time) => time.toFixed(1)).join(", ")}`);
  assert.ok(Math.min(...(answer["times"] as number[])) < 150);
  assert.equal(answer["views"], 1);
  assert.ok((answer["colours"] as number) > 4);
  assert.match(answer["first"] as string, /^action 1 recognised: \d+ of 24 clips/);
  assert.match(answer["second"] as string, /^action 2 recognised/);
  assert.equal(answer["hits"], "2 classes");
  assert.ok((answer["pairs"] as number) > 0);
  assert.equal(answer["left"], 0);
});

test("hostile payloads show a sentence and run nothing", { skip }, async () => {
  const answer = await inPage(
    "confusion",
    `
    const good = ${json(confusionPayload(HOSTILE[0]!, HOSTILE, [evaluationOf(HOSTILE, 1)]))};
    const bad = [null, 7, "x", [], {}, { ...good, counts: [[NaN]] }, { ...good, classes: ["<img src=x onerror=document.title='owned'>"] },
      { ...good, kind: "<img src=x onerror=document.title='owned'>" }, JSON.parse('{"__proto__":{"kind":"confusion"}}'),
      { get kind() { throw new Error("trap"); } }, new Proxy({}, { getOwnPropertyDescriptor() { throw new Error("trap"); } })];
    const alerts = [];
    for (const payload of bad) { hgl.render(host, payload); alerts.push(host.querySelectorAll("[role=alert]").length + ":" + host.childElementCount); }
    const sentence = host.textContent;
    hgl.render(host, good);
    await later();
    return { alerts, sentence, after: host.querySelectorAll("[role=alert]").length, active: host.querySelectorAll("img,script,iframe,a").length, title: document.title };`,
  );
  assert.deepEqual(answer["alerts"], new Array(11).fill("1:1"));
  assert.match(answer["sentence"] as string, /cannot be shown: trap\./);
  assert.deepEqual([answer["after"], answer["active"], answer["title"]], [0, 0, "untouched"]);
});

test(
  "in a report the script passes the page's policy and takes the place of the static picture",
  { skip },
  async () => {
    const input = reportInput({ classes: HOSTILE, seeds: [1], epochs: 2, title: HOSTILE[2]! });
    const dom = await domOf(await renderReport({ ...input, confusionScript: await bundle("confusion") }));
    assert.match(dom, /<div data-hgl-confusion="" data-hgl-mounted=""><div><section class="hgl hglc"/);
    assert.match(dom, /<title>&lt;\/script&gt;/);
    const still = await domOf(await renderReport(input));
    assert.match(still, /<div data-hgl-confusion=""><\/div>/);
  },
);
