import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage, skip } from "./browserPage";
import { figurePayload } from "./payloads";

const json = (value: unknown): string => JSON.stringify(value);

test("a figure stands on its paper in its true size; its files are asked for by name", { skip }, async () => {
  const answer = await inPage(
    "figure",
    `
    const renderer = api();
    renderer.renderOutputItem(item("a", ${json(figurePayload())}), host);
    const picture = host.querySelector("img");
    await until("the picture", () => picture.complete && picture.naturalWidth > 0);
    const width = picture.getBoundingClientRect().width;
    const select = host.querySelector("select"); select.value = "2"; select.dispatchEvent(new Event("change"));
    const twice = picture.getBoundingClientRect().width;
    select.value = "fit"; select.dispatchEvent(new Event("change"));
    const fits = picture.getBoundingClientRect().width <= host.getBoundingClientRect().width;
    const buttons = [...host.querySelectorAll("button")];
    buttons[1].click();
    const words = buttons.map((button) => button.textContent);
    const ground = getComputedStyle(host.querySelector(".hglf-paper")).backgroundColor;
    const alt = picture.alt;
    renderer.disposeOutputItem("a");
    return { width, twice, fits, words, posted, ground, alt, left: host.childElementCount, living, violations };`,
  );
  assert.ok(Math.abs((answer["width"] as number) - 336) < 0.5, String(answer["width"]));
  assert.ok(Math.abs((answer["twice"] as number) - 672) < 1, String(answer["twice"]));
  assert.equal(answer["fits"], true);
  assert.deepEqual(answer["words"], ["SVG, 9 kB", "PDF, 11.8 MB"]);
  assert.deepEqual(answer["posted"], [{ type: "openFile", name: "figures/curves.pdf" }]);
  assert.equal(answer["ground"], "rgb(255, 255, 255)");
  assert.equal(answer["alt"], "Training curves of #base");
  assert.equal(answer["left"], 0);
  assert.equal((answer["living"] as { observers: number }).observers, 0);
  assert.deepEqual(answer["violations"], []);
});

test(
  "what the font cannot print is said above the paper, and only where there is something to say",
  { skip },
  async () => {
    const warned = { ...figurePayload(), warnings: ["Arimo has no 喝 (in <b>喝</b>)."] };
    const answer = await inPage(
      "figure",
      `
    hgl.render(host, ${json(warned)});
    const list = host.querySelector(".hgl-warnings");
    const said = { words: list.textContent, label: list.getAttribute("aria-label"), high: list.getBoundingClientRect().height > 20,
      above: list.getBoundingClientRect().bottom <= host.querySelector(".hglf-paper").getBoundingClientRect().top, bold: list.querySelectorAll("b").length };
    hgl.render(host, ${json(figurePayload())});
    return { ...said, then: host.querySelectorAll(".hgl-warnings").length };`,
    );
    assert.deepEqual(answer, {
      words: "Arimo has no 喝 (in <b>喝</b>).",
      label: "Warnings",
      high: true,
      above: true,
      bold: 0,
      then: 0,
    });
  },
);

test("nothing in a drawing runs or loads, and a damaged one says so", { skip }, async () => {
  const answer = await inPage(
    "figure",
    `
    window.ran = 0;
    const svg = (inner) => '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="parent.ran++">' + inner + "</svg>";
    const good = ${json(figurePayload())};
    const shown = hgl.render(host, { ...good, title: "<img src=x onerror=ran++>", svg: svg("<script>window.parent.ran++; fetch('https://example.org')</script><image href='https://example.org/a.png' width='5' height='5'/>") });
    await until("the picture", () => host.querySelector("img").complete);
    await later();
    const words = host.querySelector("section").getAttribute("aria-label");
    shown.show({ ...good, svg: "<svg <<<" });
    await until("the sentence", () => host.querySelector(".hgl-error"));
    const sentence = host.querySelector(".hgl-error").textContent;
    return { ran: window.ran, words, sentence, images: document.querySelectorAll("img[onerror]").length };`,
  );
  assert.equal(answer["ran"], 0);
  assert.equal(answer["words"], "Figure: <img src=x onerror=ran++>");
  assert.match(answer["sentence"] as string, /damaged: run the cell again/);
  assert.equal(answer["images"], 0);
});
