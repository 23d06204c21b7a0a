import assert from "node:assert/strict";
import { test } from "node:test";
import { confusionPayload } from "../../../src/figures/confusion";
import { renderReport } from "../../../src/figures/report/index";
import { differenceOf, evaluationOf, EXERCISES, HOSTILE, judgedOf, reportInput } from "../../golden/records";
import { bundle, domOf, inPage, skip } from "./browserPage";
import { skeletonPayload } from "./payloads";

const many = Array.from({ length: 120 }, (_, i) => `action ${i + 1}`);
const json = (value: unknown): string => JSON.stringify(value);

test("120 classes are drawn, keys read cells out, and dispose leaves nothing", { skip }, async (t) => {
  // As many clips as NTU RGB+D 120 tests on across subjects, and three seeds.
  const all = [1, 2, 3].map((seed) => evaluationOf(many, seed, "test", 424));
  const plain = confusionPayload("120 classes", many, all);
  const payload = confusionPayload("120 classes", many, all, { cell: "base", judged: judgedOf(all) });
  assert.equal(payload.clips?.ids.length, 50_880);
  const answer = await inPage(
    "confusion",
    `
    const plain = ${json(plain)}, payload = ${json(payload)};
    let handle;
    const timed = (value) => Array.from({ length: 5 }, () => { const from = performance.now(); handle = hgl.render(host, value); return performance.now() - from; });
    const times = timed(plain), withClips = timed(payload);
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
    const from = performance.now(); sort.value = "cluster"; sort.dispatchEvent(new Event("change")); const clustered = performance.now() - from;
    values.value = "count"; values.dispatchEvent(new Event("change"));
    const search = host.querySelector("input"); search.value = "action 12"; search.dispatchEvent(new Event("input"));
    const hits = host.querySelector(".hgl-bar [role=status]").textContent;
    const pairs = host.querySelectorAll(".hglc-pairs button").length;
    handle.dispose(); handle.dispose();
    return { times, withClips, clustered, views, colours: colours.size, first, second, hits, pairs, left: host.childElementCount };`,
  );
  t.diagnostic(`sorted by cluster and drawn in ${(answer["clustered"] as number).toFixed(1)} ms`);
  for (const name of ["times", "withClips"])
    t.diagnostic(`${name} in ms: ${(answer[name] as number[]).map((time) => time.toFixed(1)).join(", ")}`);
  assert.equal(answer["views"], 1);
  assert.ok((answer["colours"] as number) > 4);
  assert.match(answer["first"] as string, /^action 1 recognised: \d+ of 1272 clips/);
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
  assert.match(answer["sentence"] as string, /cannot be shown: it cannot be read\./);
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

const TOOLS = `
  const renderer = api();
  const stage = () => host.querySelector(".hglc-stage");
  const press = (target, key) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const panel = () => host.querySelector(".hglc-clips");
  const rows = () => [...panel().querySelectorAll(".hglc-list li")].map((row) => row.textContent);
  const push = (button) => { button.focus(); button.click(); };
`;

test("a cell's clips are listed by Enter or a click, and played from a run that put them there", { skip }, async () => {
  const all = [1, 2].map((seed) => evaluationOf(EXERCISES, seed));
  const payload = confusionPayload("ten", EXERCISES, all, { cell: "base", judged: judgedOf(all) });
  const answer = await inPage(
    "confusion",
    `${TOOLS}
    const skeletonApi = skeletons.activate({ workspace: { isTrusted: true }, setState() {}, getState() {}, getRenderer: async () => undefined });
    rendererNamed = (id) => id === "hocslm-skeleton" ? skeletonApi : undefined;
    renderer.renderOutputItem(item("m", ${json(payload)}), host);
    stage().focus(); press(stage(), "ArrowDown"); press(stage(), "ArrowRight"); press(stage(), "Enter");
    const opened = { hidden: panel().hidden, focus: document.activeElement === panel(), title: panel().querySelector("h4").textContent, rows: rows() };
    const [together, single] = panel().querySelectorAll("button:not(.hgl-head button)");
    push(single);
    const asked = posted.at(-1);
    send({ type: "clips", request: asked.request, payload: ${json(skeletonPayload(1, 30))} });
    await until("the player", () => panel().querySelector(".hgls canvas"));
    press(panel().querySelector(".hgls-clips"), "Escape");
    const back = [panel().querySelectorAll(".hgl-player").length, document.activeElement === single, panel().hidden];
    push(together);
    const four = posted.at(-1);
    press(panel(), "Escape");
    const closed = [panel().hidden, document.activeElement === stage(), host.querySelectorAll(".hgl-player").length];
    const box = host.querySelector("canvas").getBoundingClientRect();
    const pair = host.querySelector(".hglc-pairs button"); push(pair);
    const ofPair = panel().querySelector("h4").textContent;
    push(panel().querySelector(".hgl-head button"));
    const toPair = document.activeElement === pair;
    stage().dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: box.right - 8, clientY: box.top + 8 }));
    const corner = panel().querySelector("h4").textContent;
    renderer.disposeOutputItem();
    await later();
    return { opened, asked, back, four, closed, ofPair, toPair, corner, left: host.childElementCount, living: living.observers, violations };`,
    {},
    { withSkeletons: true },
  );
  const { opened, asked, four, corner, ofPair, ...rest } = answer as {
    opened: { rows: string[] };
    asked: { clips: string[] };
    four: { clips: string[]; run: string };
    corner: string;
    ofPair: string;
  };
  const hits = all.map(({ confusion }) => confusion[0]![1]!);
  assert.ok(hits[0]! > 1, "the made-up data have mistakes here");
  const { rows, ...facts } = opened;
  assert.deepEqual(facts, { hidden: false, focus: true, title: "deep squat taken for hurdle step" });
  assert.ok(
    rows.length >= Math.max(...hits) && rows.every((row) => /^A1 take \d+[12] of 2 seeds$/.test(row)),
    rows.join(),
  );
  assert.deepEqual(
    { ...asked, clips: asked.clips.length },
    { type: "askClips", request: "confusion-1", cell: "base", run: "base-1", clips: 1 },
  );
  assert.ok(four.clips.length > 1 && four.clips.length <= 4 && four.run === "base-1");
  assert.match(ofPair, / taken for /);
  assert.equal(corner, "deep squat taken for shoulder scaption");
  assert.deepEqual(rest, {
    back: [0, true, false],
    closed: [true, true, 0],
    toPair: true,
    left: 0,
    living: 0,
    violations: [],
  });
});

test(
  "a difference lists what became of each class and the clips that flipped; a search narrows both",
  { skip },
  async () => {
    const answer = await inPage(
      "confusion",
      `${TOOLS}
    renderer.renderOutputItem(item("d", ${json(differenceOf(EXERCISES))}), host);
    const texts = (selector) => [...host.querySelectorAll(selector)].map((one) => one.textContent);
    const orders = [...host.querySelectorAll("select")].map((select) => [...select.options].map(({ value }) => value));
    const title = host.querySelector(".hglc-title").textContent;
    const points = texts(".hglc-pairs b");
    const groups = texts(".hglc-flips summary");
    const flips = texts(".hglc-flips li");
    push(host.querySelector(".hglc-flips button"));
    const asked = posted.at(-1);
    stage().focus(); press(stage(), "ArrowDown");
    const read = host.querySelector(".hglc-read").textContent;
    press(stage(), "Enter");
    const inCell = rows();
    const search = host.querySelector("input"); search.value = "rotation"; search.dispatchEvent(new Event("input"));
    const found = [texts(".hglc-pairs li").length, texts(".hglc-flips li").every((text) => text.includes("rotation"))];
    const [sort, values] = host.querySelectorAll("select");
    for (const order of orders[0]) { sort.value = order; sort.dispatchEvent(new Event("change")); }
    values.value = "count"; values.dispatchEvent(new Event("change"));
    const alerts = host.querySelectorAll("[role=alert]").length;
    hgl.render(host, ${json(differenceOf(EXERCISES))});
    const plain = [host.querySelectorAll(".hglc-flips button").length, texts(".hglc-flips li").length > 0];
    return { orders, title, points, groups, flips, asked, read, inCell, found, alerts, plain };`,
    );
    const { orders, points, groups, flips, asked } = answer as Record<string, string[]> & { asked: { run: string } };
    assert.deepEqual(orders, [
      ["change", "data", "name", "error", "cluster"],
      ["share", "count"],
    ]);
    assert.equal(answer["title"], "Change from #with-joints to #with-bones");
    const numbers = points!.map((text) => Number(text.replace("−", "-")));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
    assert.equal(numbers.length, 10);
    assert.match(groups!.join(), /^Now wrong: \d+ clips?,Now right: \d+ clips?$/);
    assert.match(flips![0]!, /^A\d+ take \d+.* is taken for /);
    assert.match(asked.run, /^now-\d$/);
    assert.match(answer["read"] as string, /recognised: .* → .* points, .* clips\)$/);
    assert.match((answer["inCell"] as string[])[0]!, /before \d of 2, now \d of 3$/);
    assert.deepEqual(answer["found"], [1, true]);
    assert.equal(answer["alerts"], 0);
    assert.deepEqual(answer["plain"], [0, true], "without an extension the clips are named and nothing can be played");
  },
);
