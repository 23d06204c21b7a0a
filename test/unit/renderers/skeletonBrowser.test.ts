import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE } from "../../golden/records";
import { inPage, skip } from "./browserPage";
import { skeletonPayload } from "./payloads";

const json = (value: unknown): string => JSON.stringify(value);

/** Colours in a canvas, and a mark of what it shows. */
const LOOK = `
  const look = (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set(); let mark = 0;
    for (let i = 0; i < data.length; i += 4) { if (data[i + 3] === 255) colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]); mark = (mark * 31 + data[i] + data[i + 1] + data[i + 3]) | 0; }
    return { colours: colours.size, mark };
  };
  const canvases = () => [...host.querySelectorAll("canvas")];
  const marks = () => canvases().map((canvas) => look(canvas).mark).join();
  const button = (words) => [...host.querySelectorAll("button")].find((one) => one.textContent === words);
`;

test("clips move in step, are scrubbed, turned, zoomed and marked, and stand still when told", { skip }, async () => {
  const answer = await inPage(
    "skeleton",
    `${LOOK}
    const renderer = api();
    renderer.renderOutputItem(item("a", ${json(skeletonPayload(4, 60, 2))}), host);
    const first = canvases().map((canvas) => look(canvas).colours > 3);
    const before = marks(); await until("movement", () => marks() !== before);
    const moved = marks() !== before;
    button("Pause").click();
    const scrub = host.querySelector("input[type=range]");
    const to = (frame) => { scrub.value = frame; scrub.dispatchEvent(new Event("input")); };
    to(0); await later(); const start = marks();
    await later(20); const still = marks() === start;
    to(62); await later();
    const end = [scrub.getAttribute("aria-valuetext"), ...[...host.querySelectorAll("figure")].map((figure) => figure.querySelector("small").textContent)];
    to(0); await later(); const back = marks() === start;
    const stage = host.querySelector("[role=application]");
    let escaped = 0; window.addEventListener("keydown", () => escaped++);
    const press = (key) => stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    const changes = [];
    for (const key of ["ArrowLeft", "ArrowUp", "+", "."]) { const was = marks(); press(key); await later(3); changes.push(marks() !== was); }
    press(","); press("0"); await later(3); const reset = marks() === start;
    press("Tab");
    const wheel = (ctrlKey) => { const event = new WheelEvent("wheel", { deltaY: 100, ctrlKey, bubbles: true, cancelable: true }); stage.dispatchEvent(event); return event.defaultPrevented; };
    const stolen = [wheel(false), wheel(true)]; stage.focus(); stolen.push(wheel(false)); press("0"); await later(3);
    const joint = host.querySelectorAll("select")[1]; joint.value = "4"; joint.dispatchEvent(new Event("change")); await later(3);
    const reading = host.querySelector(".hgls-reading").textContent, marked = marks() !== start;
    press(" "); const label = host.querySelector(".hglb-timeline button").textContent;
    const frames = living.frames; await later(10);
    return { first, moved, still, end, back, escaped, changes, reset, stolen, reading, marked, label, running: living.frames > frames,
      verdicts: [...host.querySelectorAll(".hgls-right, .hgls-wrong")].map((one) => one.textContent), names: canvases().map((one) => one.getAttribute("aria-label")),
      legend: [...host.querySelectorAll(".hgls-legend li")].map((one) => one.textContent), violations };`,
  );
  assert.deepEqual(answer["first"], [true, true, true, true]);
  assert.deepEqual([answer["moved"], answer["still"], answer["back"], answer["reset"]], [true, true, true, true]);
  assert.deepEqual(answer["end"], [
    "frame 63 of 63, 2.07 s",
    "clip 1 · 60 frames, ended",
    "clip 2 · 61 frames, ended",
    "clip 3 · 62 frames, ended",
    "clip 4 · 63 frames",
  ]);
  assert.deepEqual(answer["changes"], [true, true, true, true]);
  assert.equal(answer["escaped"], 1, "only the key that it does not answer goes on to the notebook");
  assert.deepEqual(answer["stolen"], [false, true, true]);
  assert.equal(answer["reading"], "x 0.30  y 0.60  z 0.10 m · absent");
  assert.deepEqual([answer["marked"], answer["label"], answer["running"]], [true, "Pause", true]);
  assert.deepEqual(answer["verdicts"], ["taken for clap", "recognised"]);
  assert.equal((answer["names"] as string[])[0], "Clip clip 1: wave, taken for clap, 60 frames, 2 bodies");
  assert.deepEqual(answer["legend"], ["torso", "right arm", "left arm", "second body paler", "grid 0.5 m"]);
  assert.deepEqual(answer["violations"], []);
});

test("who asks for less motion is shown a still picture, and may play it", { skip }, async () => {
  const answer = await inPage(
    "skeleton",
    `${LOOK}
    api().renderOutputItem(item("a", ${json(skeletonPayload(2, 40))}), host);
    await later(); const before = marks(); await later(20);
    const still = marks() === before && look(canvases()[0]).colours > 3;
    const idle = living.frames; await later(10);
    const quiet = living.frames === idle;
    button("Play").click();
    await until("movement", () => marks() !== before);
    return { still, quiet };`,
    { reducedMotion: "reduce" },
  );
  assert.deepEqual(answer, { still: true, quiet: true });
});

test("300 frames of two bodies in four clips are drawn well within a 60th of a second each", { skip }, async (t) => {
  const answer = await inPage(
    "skeleton",
    `${LOOK}
    const renderer = api();
    renderer.renderOutputItem(item("a", ${json(skeletonPayload(4, 300, 2))}), host);
    button("Pause").click();
    host.querySelector("input[type=checkbox]").click();
    await later();
    const stage = host.querySelector("[role=application]");
    const times = [];
    window.requestAnimationFrame = (action) => { const from = performance.now(); action(from); times.push(performance.now() - from); return 0; };
    for (let i = 0; i < 120; i++) stage.dispatchEvent(new KeyboardEvent("keydown", { key: ".", bubbles: true }));
    return { times };`,
  );
  const times = (answer["times"] as number[]).toSorted((a, b) => a - b);
  t.diagnostic(`a frame of 4 clips with trails: median ${times[60]!.toFixed(2)} ms, of ${times.length}`);
  assert.ok(times.length >= 120 && times[0]! < 16);
});

test("dispose frees canvases, observers and frames; hostile payloads are a sentence", { skip }, async () => {
  const hostile = {
    ...skeletonPayload(1, 3),
    title: HOSTILE[0]!,
    joints: HOSTILE.slice(0, 5).concat(new Array<string>(5).fill("j")).slice(0, 5),
  };
  const answer = await inPage(
    "skeleton",
    `${LOOK}
    const renderer = api();
    const payload = ${json(skeletonPayload(2, 10))};
    const old = [];
    for (let i = 0; i < 50; i++) {
      renderer.renderOutputItem(item("a", payload), host);
      old.push(...canvases());
      if (i % 10 === 0) await later(3);
    }
    const one = { views: host.querySelectorAll(".hgls").length, canvases: canvases().length };
    const observers = living.observers;
    renderer.disposeOutputItem("a");
    const left = { observers: living.observers, nodes: host.childElementCount, pixels: old.reduce((sum, canvas) => sum + canvas.width * canvas.height, 0) };
    const frames = living.frames; await later(10);
    const quiet = living.frames === frames;
    renderer.renderOutputItem(item("b", ${json(hostile)}), host);
    const active = host.querySelectorAll("img,script,iframe,a,object").length;
    const bad = [null, new Error("x"), {}, { ...payload, clips: [{ ...payload.clips[0], coordinates: "AAAA" }] }, { ...payload, parents: [0, 1, 2, 3, 9] }];
    const alerts = bad.map((value) => { renderer.renderOutputItem(item("b", value), host); return host.querySelectorAll("[role=alert]").length + ":" + host.childElementCount; });
    return { one, observers, left, quiet, active, alerts, title: document.title, violations };`,
  );
  assert.deepEqual(answer["one"], { views: 1, canvases: 2 });
  assert.ok((answer["observers"] as number) > 2);
  assert.deepEqual(answer["left"], { observers: 0, nodes: 0, pixels: 0 });
  assert.deepEqual([answer["quiet"], answer["active"], answer["title"]], [true, 0, "untouched"]);
  assert.deepEqual(answer["alerts"], new Array(5).fill("1:1"));
  assert.deepEqual(answer["violations"], []);
});
