import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE } from "../../golden/records";
import { inPage, skip } from "./browserPage";
import { dataCardPayload } from "./payloads";

const json = (value: unknown): string => JSON.stringify(value);

test(
  "120 classes are listed with bars in proportion, sorted and searched; dispose leaves nothing",
  { skip },
  async () => {
    const answer = await inPage(
      "data",
      `
    const shown = hgl.render(host, ${json(dataCardPayload(120))});
    const rows = () => [...host.querySelectorAll(".hgld-classes tbody tr")];
    const names = () => rows().slice(0, 2).map((row) => row.querySelector("th").textContent);
    const widthOf = (row) => row.querySelector(".hgld-rail i").getBoundingClientRect().width;
    const [first, second] = rows();
    const ratio = widthOf(second) / widthOf(first);
    const count = rows().length;
    const parts = [...host.querySelectorAll(".hgld-split i")].map((part) => part.getBoundingClientRect().width);
    const bins = [...host.querySelectorAll(".hgld-histogram li > i")].map((bin) => bin.getBoundingClientRect().height);
    const sort = host.querySelector("select"); sort.value = "most"; sort.dispatchEvent(new Event("change"));
    const sorted = names();
    const search = host.querySelector("input"); search.value = "action 12"; search.dispatchEvent(new Event("input"));
    const found = [rows().length, host.querySelector("[role=status]").textContent];
    const text = host.textContent;
    const wide = document.documentElement.scrollWidth <= 1024;
    shown.dispose();
    return { ratio, count, parts, bins, sorted, found, text, wide, left: host.childElementCount, living, violations };`,
    );
    assert.ok(Math.abs((answer["ratio"] as number) - 1.7) < 0.05, String(answer["ratio"]));
    assert.equal(answer["count"], 120);
    const [train, validation, test] = answer["parts"] as [number, number, number];
    assert.ok(train > test && test > validation && validation >= 3);
    const bins = answer["bins"] as number[];
    assert.equal(bins.indexOf(Math.max(...bins)), 3);
    assert.deepEqual(answer["sorted"], ["8. action 8", "18. action 18"]);
    assert.deepEqual(answer["found"], [2, "2 of 120"]);
    for (const words of [
      /7 clips have a single frame/,
      /40 to 299, median 71\.5/,
      /No person is in two parts\./,
      /skeleton ntu25/,
    ])
      assert.match(answer["text"] as string, words);
    assert.equal(answer["wide"], true);
    assert.equal(answer["left"], 0);
    assert.equal((answer["living"] as { observers: number }).observers, 0);
    assert.deepEqual(answer["violations"], []);
  },
);

test("hostile payloads show a sentence, hostile words are text", { skip }, async () => {
  const answer = await inPage(
    "data",
    `
    const good = ${json(dataCardPayload(14))};
    const bad = [null, 7, "x", [], {}, { ...good, classes: [] }, { ...good, clips: NaN }, { ...good, kind: "<img src=x onerror=document.title='owned'>" },
      JSON.parse('{"__proto__":{"kind":"data"}}'), { get kind() { throw new Error("trap"); } }];
    const alerts = [];
    for (const payload of bad) { hgl.render(host, payload); alerts.push(host.querySelectorAll("[role=alert]").length + ":" + host.childElementCount); }
    for (const payload of ${json(HOSTILE.map((words) => dataCardPayload(14, words)))}) hgl.render(host, payload);
    await later();
    return { alerts, after: host.querySelectorAll("[role=alert]").length, active: host.querySelectorAll("img,script,iframe,a").length, title: document.title, violations };`,
  );
  assert.deepEqual(answer["alerts"], new Array(10).fill("1:1"));
  assert.deepEqual([answer["after"], answer["active"], answer["title"]], [0, 0, "untouched"]);
  assert.deepEqual(answer["violations"], []);
});
