import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage, skip } from "./browserPage";
import { fusionPayload } from "./payloads";

const json = JSON.stringify;

test("a point that is dragged, moved by keys, set by sliders, numbers and buttons", { skip }, async () => {
  const answer = await inPage(
    "fusion",
    `
    hgl.render(host, ${json(fusionPayload(3, 40, 6, 2))});
    await until("a polygon", () => host.querySelector("canvas")); await later();
    const canvas = host.querySelector("canvas");
    canvas.setPointerCapture = () => {};
    const numbers = () => [...host.querySelectorAll("input[type=number]")].map((input) => Number(input.value));
    const now = () => host.querySelector(".hglf-now").textContent;
    const line = () => host.querySelector("code").textContent;
    const first = { numbers: numbers(), now: now() };
    const box = canvas.getBoundingClientRect();
    const point = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, button: 0, pointerId: 1, bubbles: true }));
    point("pointerdown", box.width / 2, 60); point("pointermove", box.width / 2, 0); point("pointerup", box.width / 2, 0); await later();
    const top = { numbers: numbers(), line: line() };
    point("pointermove", 0, box.height); await later();
    const released = line();
    let escaped = 0; window.addEventListener("keydown", () => escaped++);
    for (let i = 0; i < 5; i++) canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
    await later();
    const keyed = numbers();
    [...host.querySelectorAll("button")].find((button) => button.textContent.startsWith("Equal")).click(); await later();
    const equal = numbers();
    const range = host.querySelectorAll("input[type=range]")[1];
    range.value = "500"; range.dispatchEvent(new Event("input", { bubbles: true })); await later();
    const slid = numbers();
    const number = host.querySelectorAll("input[type=number]")[0];
    number.value = "0.6"; number.dispatchEvent(new Event("change", { bubbles: true })); await later();
    const typed = numbers();
    number.value = "oops"; number.dispatchEvent(new Event("change", { bubbles: true })); await later();
    const oops = numbers();
    await until("the ground is shaded", () => host.querySelector(".hglf-scale").textContent.includes("validation top-1"));
    return { first, top, released, keyed, equal, slid, typed, oops, escaped, hint: host.querySelectorAll(".hglf-hint")[1].textContent, violations };`,
  );
  const { first, top, released, keyed, hint, typed, oops, ...rest } = answer as {
    first: { numbers: number[]; now: string };
    top: { numbers: number[]; line: string };
    released: string;
    keyed: number[];
    typed: number[];
    oops: number[];
    hint: string;
  };
  assert.deepEqual(first.numbers, [0.333, 0.333, 0.333]);
  assert.match(first.now, /^Validation: \d+\.\d ± \d+\.\d % top-1, \d+\.\d ± \d+\.\d % top-5$/);
  assert.deepEqual([top.numbers, top.line, released], [[1, 0, 0], "weights: [1, 0, 0]", "weights: [1, 0, 0]"]);
  assert.ok(keyed[0]! < 1 && keyed[1]! > 0 && Math.abs(keyed[1]! - keyed[2]!) < 0.01, keyed.join());
  assert.ok(typed[0] === 0.6 && Math.abs(typed[1]! + typed[2]! - 0.4) < 0.002, typed.join());
  assert.ok(oops[0] === 0 && Math.abs(oops[1]! + oops[2]! - 1) < 0.002, oops.join());
  assert.match(
    hint,
    /On 40 validation clips, mean ± standard deviation over 2 seeds\..*the test split is not looked at/,
  );
  assert.deepEqual(rest, { equal: [0.333, 0.333, 0.333], slid: [0.25, 0.5, 0.25], escaped: 0, violations: [] });
});

test("two members have sliders alone; without validation scores it says how to get them", { skip }, async () => {
  const answer = await inPage(
    "fusion",
    `
    hgl.render(host, ${json(fusionPayload(2))});
    await later();
    const two = { canvas: host.querySelector("canvas") !== null, ranges: host.querySelectorAll("input[type=range]").length };
    hgl.render(host, ${json({ ...fusionPayload(4), validation: null })});
    await later();
    return { two, now: host.querySelector(".hglf-now"), hint: host.querySelectorAll(".hglf-hint")[1].textContent, violations };`,
  );
  const { hint, ...rest } = answer as { hint: string };
  assert.match(hint, /not every member was scored on validation clips\. Set validation in the data cell/);
  assert.deepEqual(rest, { two: { canvas: false, ranges: 2 }, now: null, violations: [] });
});
