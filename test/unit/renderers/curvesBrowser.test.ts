import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage, skip } from "./browserPage";
import { curvesPayload } from "./payloads";

const json = JSON.stringify;

test("lines, bands, seeds, hidden cells, zoom and reading", { skip }, async () => {
  const answer = await inPage(
    "curves",
    `
    hgl.render(host, ${json(curvesPayload(3))});
    await until("a chart", () => host.querySelector("svg.marks")); await later();
    const lines = () => [...host.querySelectorAll("svg.marks .mark-line path")].filter((path) => path.getAttribute("d")).length;
    const bands = () => [...host.querySelectorAll("svg.marks .mark-area path")].filter((path) => path.getAttribute("d")).length;
    const ticks = () => [...host.querySelectorAll("svg.marks .role-axis-label")].map((group) => [...group.querySelectorAll("text")].map((text) => Number(text.textContent)).sort((a, b) => a - b));
    const at = (words) => [...host.querySelectorAll("label")].find((label) => label.textContent.startsWith(words)).querySelector("select, input");
    const first = { lines: lines(), bands: bands(), ticks: ticks() };
    at("each seed").click(); await later();
    const seeds = lines();
    at("each seed").click();
    host.querySelectorAll(".hglv-key button")[1].click(); await later();
    const hidden = { lines: lines(), pressed: host.querySelectorAll(".hglv-key button")[1].getAttribute("aria-pressed") };
    at("Show").value = "loss"; at("Show").dispatchEvent(new Event("change"));
    at("log axis").click(); await until("log", () => host.querySelector("svg.marks")); await later();
    const log = ticks()[1];
    const frame = host.querySelector(".hglv-frame");
    let escaped = 0; window.addEventListener("keydown", () => escaped++);
    const press = (key, more = {}) => frame.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    press("+"); press("+"); await later();
    const zoomed = ticks()[0];
    const reset = [...host.querySelectorAll("button")].find((button) => button.textContent === "All epochs");
    const offered = !reset.disabled;
    press("ArrowLeft"); await later();
    const read = host.querySelector("[aria-live]").textContent, tip = host.querySelector(".hgl-tip").textContent;
    reset.click(); await later();
    const back = ticks()[0];
    const box = frame.getBoundingClientRect();
    const point = (type, x) => frame.dispatchEvent(new PointerEvent(type, { clientX: box.left + x, clientY: box.top + 50, button: 0, pointerId: 1, bubbles: true }));
    frame.setPointerCapture = () => {};
    point("pointerdown", 400); point("pointermove", 600); point("pointerup", 600); await later();
    const dragged = ticks()[0];
    return { first, seeds, hidden, log, zoomed, offered, read, tip, back, dragged, escaped, violations };`,
  );
  const { first, zoomed, back, dragged, log, ...rest } = answer as {
    first: { lines: number; bands: number; ticks: number[][] };
    zoomed: number[];
    back: number[];
    dragged: number[];
    log: number[];
  };
  assert.deepEqual([first.lines, first.bands], [3, 3]);
  assert.ok(Math.max(...first.ticks[0]!) === 30 && Math.min(...first.ticks[1]!) >= 0);
  assert.ok(
    log.filter((tick) => tick !== 0).every((tick) => tick > 0.05),
    `${log}`,
  );
  assert.ok(Math.min(...zoomed) > 2 && Math.max(...zoomed) < 30, `${zoomed}`);
  assert.deepEqual(back, first.ticks[0]);
  assert.ok(Math.min(...dragged) > 5 && Math.max(...dragged) < 25, `${dragged}`);
  assert.deepEqual(rest, {
    seeds: 12,
    hidden: { lines: 2, pressed: "false" },
    offered: true,
    read: (rest as { read?: string }).read,
    tip: (rest as { tip?: string }).tip,
    escaped: 0,
    violations: [],
  });
  assert.match((rest as { read: string }).read, /^loss, epoch \d+: #a validation 0\.\d+ ± 0\.01; #c validation/);
  assert.match((rest as { tip: string }).tip, /^epoch \d+#a/);
});

test("a view that ends frees its observers, and a change of theme draws anew", { skip }, async () => {
  const answer = await inPage(
    "curves",
    `
    const shown = hgl.render(host, ${json(curvesPayload(2))});
    await until("a chart", () => host.querySelector("svg.marks")); await later();
    const before = host.querySelector(".mark-line path").getAttribute("stroke");
    document.documentElement.style.setProperty("--vscode-editor-background", "#101010");
    document.documentElement.style.setProperty("--vscode-editor-foreground", "#fefefe");
    document.body.className = "vscode-dark";
    await later(); await until("a chart", () => host.querySelector("svg.marks")); await later();
    const after = host.querySelector(".mark-line path").getAttribute("stroke");
    shown.dispose(); await later();
    return { changed: before !== after, left: host.childElementCount, observers: living.observers };`,
  );
  assert.deepEqual(answer, { changed: true, left: 0, observers: 0 });
});
