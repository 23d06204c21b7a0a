import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttentionPayload } from "../../../src/common/payloads/attention";
import { HOSTILE } from "../../golden/records";
import { attentionPayload, LARGE } from "./attentionPayload";
import { inPage, skip } from "./browserPage";

const json = (value: unknown): string => JSON.stringify(value);

/** Reading the view and acting on it. */
const LOOK = `
  const mark = (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let mark = 0;
    for (let i = 0; i < data.length; i += 4) mark = (mark * 31 + data[i] + data[i + 1] + data[i + 3]) | 0;
    return mark;
  };
  const one = (selector) => host.querySelector(selector);
  const map = () => one(".hgla-map"), stage = () => one(".hgla-stage");
  const cells = () => map().querySelector("canvas"), over = () => map().querySelectorAll("canvas")[1], body = () => stage().querySelector("canvas");
  const list = (words) => [...host.querySelectorAll("label")].find((label) => label.textContent.startsWith(words)).querySelector("select");
  const choose = async (words, option) => { const select = list(words); select.value = [...select.options].find(({ textContent }) => textContent === option).value;
    select.dispatchEvent(new Event("change")); await later(3); };
  const options = (words) => [...list(words).options].map(({ textContent }) => textContent);
  const read = () => one(".hgla-read").textContent, facts = () => one(".hgla-facts").textContent;
  const press = async (element, key) => { const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }); element.dispatchEvent(event); await later(3); return event.defaultPrevented; };
  const point = async (element, x, y, type = "pointermove") => { const box = element.getBoundingClientRect();
    element.dispatchEvent(new (type === "click" ? MouseEvent : PointerEvent)(type, { clientX: box.left + x, clientY: box.top + y, bubbles: true })); await later(3); };
  const scrub = async (frame) => { const range = one(".hglb-scrub"); range.value = frame; range.dispatchEvent(new Event("input")); await later(3); };
  const change = async (act) => { const before = [cells(), over(), body()].map(mark); await act(); return [cells(), over(), body()].map((canvas, i) => mark(canvas) !== before[i]); };
`;

test(
  "terms, parts, bodies and blocks are chosen; map and body follow, and one points into the other",
  { skip },
  async () => {
    const answer = await inPage(
      "attention",
      `${LOOK}
    api().renderOutputItem(item("a", ${json(attentionPayload(LARGE))}), host);
    await until("movement", () => one(".hglb-frame").textContent.startsWith("frame 3 "));
    await scrub(20);
    const offered = [options("Of"), options("Term"), options("Part"), options("Colours")];
    const bodies = [list("Body").parentElement.hidden];
    await choose("Term", "Q, attention over joints");
    await choose("Part", "forward");
    bodies.push(list("Body").parentElement.hidden);
    const told = [one(".hgla-threshold output").textContent], q = facts();
    const blocks = [...one(".hgla-blocks").children];
    const block = await change(async () => { blocks[2].click(); await later(3); });
    const pressed = blocks.map((button) => button.getAttribute("aria-pressed")).indexOf("true");
    const second = await change(() => choose("Body", "body 2"));
    const kept = [list("Part").selectedOptions[0].textContent, mark(blocks[2].querySelector("canvas")) !== mark(blocks[3].querySelector("canvas"))];

    const hovered = await change(() => point(map(), cells().clientWidth - 10, 20));
    const words = [read()];
    await point(map(), 0, 0, "pointerleave"); words.push(read());
    let escaped = 0; window.addEventListener("keydown", () => escaped++);
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "End"]) { await press(map(), key); words.push(read()); }
    blocks[0].click(); await later(3); words.push(read());
    await press(map(), "Escape"); words.push(read());

    const fewer = await change(async () => { const range = one(".hgla-threshold input"); range.value = 3; range.dispatchEvent(new Event("input")); await later(3); });
    told.push(one(".hgla-threshold output").textContent);
    await choose("Edges", "above a share");
    told.push(one(".hgla-threshold output").textContent);
    const turned = await change(() => press(stage(), "ArrowLeft"));
    const zoomed = await change(() => press(stage(), "+"));
    await press(stage(), "0");
    const lifted = await change(async () => { one("input[type=checkbox]").click(); await later(3); });
    const least = one(".hgla-ticks").firstChild.textContent;
    return { offered, bodies, q, told, block, pressed, second, kept, hovered, words, escaped, fewer, turned, zoomed, lifted, least,
      labels: [map(), stage()].map((one) => one.getAttribute("aria-label")), violations };`,
    );
    const { words, labels, q, told, ...rest } = answer as Record<"words" | "labels" | "told", string[]> & { q: string };
    assert.deepEqual(rest, {
      offered: [
        ["a05_s03_e01_v02", "class throw (mean of 12 clips)", "throw minus wave", "the network"],
        [
          "S, learned topology",
          "LSE, weights of bones",
          "D, dynamic topology",
          "Q, attention over joints",
          "A, composite topology",
          "GTA, attention over frames",
        ],
        ["self", "forward", "reverse"],
        ["between joints", "this map", "all blocks"],
      ],
      bodies: [true, false],
      block: [true, false, true],
      pressed: 2,
      second: [true, false, true],
      kept: ["forward", true],
      hovered: [false, true, true],
      escaped: 1,
      fewer: [false, false, true],
      turned: [false, false, true],
      zoomed: [false, false, true],
      lifted: [true, false, true],
      least: "0",
      violations: [],
    });
    assert.match(q, /^throw · taken for wave · a softmax over all joints · gate b = 0\.068 · [\d.]+ % of the weight/);
    assert.match(told[0]!, /^24 of \d+, from 0\.\d+ on$/);
    assert.match(told[1]!, /^3 of \d+, from/);
    assert.match(told[2]!, /^from 50 %: \d+ of \d+, from/);
    // Joints stand by their parts: torso first, legs last.
    assert.match(words[0]!, /^spine middle gathers 0\.\d+ from right foot, block 3, Q forward$/);
    assert.match(words[1]!, /^Point at a cell, an edge or a joint/);
    assert.match(words[2]!, /^spine base gathers 0\.\d+ from itself/);
    assert.match(words[3]!, /^spine middle gathers 0\.\d+ from spine base along a bone/);
    assert.match(words[4]!, /^spine middle gathers 0\.\d+ from itself/);
    assert.match(words[5]!, /^spine middle gathers 0\.\d+ from right foot, block 3/);
    assert.match(words[6]!, /^spine middle gathers 0\.\d+ from right foot, block 1/);
    assert.match(words[7]!, /^Point at/);
    assert.match(labels[0]!, /^block 1, Q forward of a05_s03_e01_v02: 25 rows, 25 columns, the joint that gathers/);
    assert.match(labels[1]!, /^Movement of a05_s03_e01_v02\. Strongest: .+ to .+, .+\. Arrow keys turn/);
  },
);

test(
  "frames: the row follows the clock, a click goes to its frame, the strip says who is attended",
  { skip },
  async () => {
    const answer = await inPage(
      "attention",
      `${LOOK}
    api().renderOutputItem(item("a", ${json(attentionPayload(LARGE))}), host);
    await choose("Term", "GTA, attention over frames");
    const strip = () => one(".hgla-strip canvas");
    await scrub(0);
    const moved = await change(() => scrub(40));
    const at = [mark(strip())]; await scrub(20); at.push(mark(strip()));
    [...one(".hgla-blocks").children][8].click(); await later(3);
    await point(map(), 40, map().querySelector("canvas").clientHeight - 30, "click");
    const frame = one(".hglb-frame").textContent;
    const hovered = await change(() => point(map(), 60, 10));
    const said = [read(), strip().getAttribute("aria-label"), one(".hgla-threshold output").textContent];
    await choose("Of", "class throw (mean of 12 clips)");
    const alone = [one(".hgla-alone").textContent, one(".hgla-right").hidden, cells().clientWidth > 100, one(".hgla-blocks").children.length, facts()];
    await choose("Of", "the network");
    const network = [options("Term"), one(".hgla-alone").hidden, read()];
    await choose("Of", "a05_s03_e01_v02");
    return { moved, differs: at[0] !== at[1], frame, hovered, said, alone, network, back: [one(".hgla-right").hidden, list("Term").selectedOptions[0].textContent], violations };`,
    );
    const { said, ...rest } = answer as { said: [string, string, string] };
    assert.deepEqual(rest, {
      moved: [false, true, true],
      differs: true,
      frame: "frame 61 of 64, 2.00 s",
      hovered: [false, true, true],
      alone: [
        "No single movement belongs to class throw (mean of 12 clips); its maps are shown alone.",
        true,
        true,
        9,
        "throw · over 12 clips · a softmax over all frames",
      ],
      network: [
        ["S, learned topology", "LSE, weights of bones"],
        false,
        "Point at a cell, or focus the map and use the arrow keys.",
      ],
      back: [false, "GTA, attention over frames"],
      violations: [],
    });
    const [words, label, output] = said;
    assert.equal(output, "2 of the frames it gathers most from");
    assert.match(words, /^frame 1 of 16 gathers 0\.\d+ from frame 2 of 16, block 9, GTA head 1$/);
    assert.match(label, /^Attention received by 16 frames, most by frame 9 \(mean 0\.\d+\)$/);
  },
);

test("pointing at a joint or an edge of the body reads it, and marks it in the map", { skip }, async () => {
  const answer = await inPage(
    "attention",
    `${LOOK}
    api().renderOutputItem(item("a", ${json(attentionPayload(LARGE))}), host);
    await choose("Term", "Q, attention over joints");
    await scrub(0);
    const { clientWidth, clientHeight } = body();
    const said = new Set(); let marked = false; const before = mark(over());
    for (let x = 0; x < clientWidth; x += 9) for (let y = 0; y < clientHeight && said.size < 40; y += 9) {
      const box = stage().getBoundingClientRect();
      stage().dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + x, clientY: box.top + y, bubbles: true }));
      if (read().startsWith("Point")) continue;
      said.add(read());
      if (!marked) { await later(3); marked = mark(over()) !== before; }
    }
    await point(stage(), 0, 0, "pointerleave");
    return { said: [...said], marked, after: read() };`,
  );
  const said = answer["said"] as string[];
  assert.ok(
    said.some((words) => / gathers most from .+; it gives /.test(words)),
    "joints",
  );
  assert.ok(
    said.some((words) => / gathers 0\.\d+ from /.test(words)),
    "edges",
  );
  assert.equal(answer["marked"], true);
  assert.match(answer["after"] as string, /^Point at/);
});

test("who asks for less motion is shown a still picture; out of sight nothing moves", { skip }, async () => {
  const payload = json(attentionPayload(LARGE));
  const still = await inPage(
    "attention",
    `${LOOK}
    api().renderOutputItem(item("a", ${payload}), host);
    await later(); const before = mark(body()); const frames = living.frames; await later(20);
    const answer = { same: mark(body()) === before, quiet: living.frames === frames, words: one(".hglb-frame").textContent };
    one(".hglb-timeline button").click();
    await until("movement", () => mark(body()) !== before);
    return answer;`,
    { reducedMotion: "reduce" },
  );
  assert.deepEqual(still, { same: true, quiet: true, words: "frame 1 of 64, 0.00 s" });
  const hidden = await inPage(
    "attention",
    `${LOOK}
    api().renderOutputItem(item("a", ${payload}), host);
    await until("movement", () => !one(".hglb-frame").textContent.startsWith("frame 1 "));
    host.style.marginTop = "9000px";
    await later(20); const frames = living.frames; await later(10);
    return { quiet: living.frames === frames };`,
  );
  assert.deepEqual(hidden, { quiet: true });
});

test("two bodies with 60 edges each are drawn well within a 60th of a second", { skip }, async (t) => {
  const answer = await inPage(
    "attention",
    `${LOOK}
    api().renderOutputItem(item("a", ${json(attentionPayload(LARGE))}), host);
    await choose("Part", "forward");
    const range = one(".hgla-threshold input"); range.value = 60; range.dispatchEvent(new Event("input"));
    await scrub(0);
    const shown = one(".hgla-threshold output").textContent;
    const times = [];
    window.requestAnimationFrame = (action) => { const from = performance.now(); action(from); times.push(performance.now() - from); return 0; };
    for (let i = 0; i < 120; i++) stage().dispatchEvent(new KeyboardEvent("keydown", { key: ".", bubbles: true }));
    return { times, shown };`,
  );
  const times = (answer["times"] as number[]).toSorted((a, b) => a - b);
  t.diagnostic(`a frame of two bodies with 60 edges each: median ${times[60]!.toFixed(2)} ms, of ${times.length}`);
  assert.match(answer["shown"] as string, /^60 of /);
  assert.ok(times.length >= 120 && times[0]! < 16);
});

test("dispose frees canvases, observers and frames; hostile names stay words", { skip }, async () => {
  const good = attentionPayload(LARGE);
  const words = (i: number): string => HOSTILE[i % HOSTILE.length]!;
  const hostile: AttentionPayload = {
    ...good,
    title: words(0),
    joints: good.joints.map((_, i) => words(i)),
    blocks: good.blocks.map(({ frames }, i) => ({ name: words(i), frames })),
    subjects: good.subjects.map((subject, i) => ({
      ...subject,
      name: words(i),
      label: words(i + 1),
      predicted: words(i + 2),
      motionOf: words(i + 3),
      maps: subject.maps.map((map, i) => ({ ...map, part: words(i) })),
    })),
  };
  const answer = await inPage(
    "attention",
    `${LOOK}
    const renderer = api();
    const payload = ${json(good)};
    const old = [];
    for (let i = 0; i < 12; i++) {
      renderer.renderOutputItem(item("a", payload), host);
      old.push(...host.querySelectorAll("canvas"));
      if (i % 4 === 0) await later(3);
    }
    const views = host.querySelectorAll(".hgla").length, observers = living.observers;
    renderer.disposeOutputItem("a");
    const left = { observers: living.observers, nodes: host.childElementCount, pixels: old.reduce((sum, canvas) => sum + canvas.width * canvas.height, 0) };
    const frames = living.frames; await later(10);
    const quiet = living.frames === frames;
    renderer.renderOutputItem(item("b", ${json(hostile)}), host);
    await later();
    for (const words of ["ArrowDown", "ArrowDown"]) await press(map(), words);
    const active = host.querySelectorAll("img,script,iframe,a,object").length, shown = one(".hgla") !== null;
    const bad = [null, {}, { ...payload, blocks: [] }, { ...payload, subjects: [{ ...payload.subjects[0], maps: [{ ...payload.subjects[0].maps[0], values: "AAAA" }] }] }];
    const alerts = bad.map((value) => { renderer.renderOutputItem(item("b", value), host); return host.querySelectorAll("[role=alert]").length + ":" + host.childElementCount; });
    return { views, observers, left, quiet, active, shown, alerts, title: document.title, violations };`,
  );
  const { observers, ...rest } = answer as { observers: number };
  assert.ok(observers > 2);
  assert.deepEqual(rest, {
    views: 1,
    left: { observers: 0, nodes: 0, pixels: 0 },
    quiet: true,
    active: 0,
    shown: true,
    alerts: new Array(4).fill("1:1"),
    title: "untouched",
    violations: [],
  });
});
