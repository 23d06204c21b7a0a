import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage, skip } from "./browserPage";
import { embeddingPayload } from "./payloads";

const payload = embeddingPayload(60);

/** In the page: what is on it, and what the user would do. */
const HELPERS = `
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

test("in a page without WebGL a sentence says so, and the points stand in two dimensions", { skip }, async () => {
  const told = await inPage(
    "embedding",
    `${HELPERS} hgl.render(host, good); await later();
    return { note: host.querySelector(".hgle-note").textContent, marks: marks(), rings: rings(), choice: host.querySelector("select").offsetParent !== null, violations };`,
  );
  assert.match(String(told["note"]), /cannot draw with WebGL/);
  assert.deepEqual({ ...told, note: 0 }, { note: 0, marks: 60, rings: 6, choice: false, violations: [] });
});

test("classes are switched off and on and searched for, mistakes shown alone", { skip }, async () => {
  const told = await inPage(
    "embedding",
    `${HELPERS} hgl.render(host, good); await later();
    const answer = {};
    button("action 2").click(); answer.without = [marks(), button("action 2").getAttribute("aria-pressed")];
    button("Hide all").click(); answer.none = marks();
    button("Show all").click(); answer.all = marks();
    const search = host.querySelector("input[type=search]"); search.value = "ACTION 3"; search.dispatchEvent(new Event("input"));
    answer.found = [host.querySelector(".hgl-bar [role=status]").textContent, new Set([...host.querySelectorAll(".hgle-plane path")].map((one) => one.getAttribute("fill"))).size];
    search.value = ""; search.dispatchEvent(new Event("input"));
    const wrong = host.querySelector("input[type=checkbox]"); wrong.checked = true; wrong.dispatchEvent(new Event("change"));
    answer.wrong = [marks(), rings()];
    return answer;`,
  );
  assert.deepEqual(told, { without: [48, "false"], none: 0, all: 60, found: ["1 class", 2], wrong: [6, 6] });
});

test("in two dimensions arrow keys go from point to point, and a pointer tells the nearest", { skip }, async () => {
  const told = await inPage(
    "embedding",
    `${HELPERS} hgl.render(host, good); await later(); stage().focus();
    key("ArrowRight"); const start = read(); const seen = new Set([start]);
    for (let i = 0; i < 8; i++) { key("ArrowLeft"); seen.add(read()); }
    const at = host.querySelector(".hgle-plane path").getBoundingClientRect();
    stage().dispatchEvent(new PointerEvent("pointermove", { clientX: at.x + at.width / 2, clientY: at.y + at.height / 2, bubbles: true }));
    return { start, steps: seen.size, pointed: read(), tip: host.querySelector(".hgle-tip").textContent };`,
  );
  assert.equal(told["start"], "clip-1: action 1, recognised");
  assert.ok(Number(told["steps"]) > 3);
  assert.equal(told["pointed"], "clip-1: action 1, recognised");
  assert.equal(told["tip"], told["pointed"]);
});

test("a clip is asked for by Enter, by a click and from the list of mistakes; a text is not", { skip }, async () => {
  const told = await inPage(
    "embedding",
    `${HELPERS} const renderer = api(); const text = { ...good.points[0], modality: "text", predicted: null, id: "a text" };
    renderer.renderOutputItem(item("a", { ...good, points: [text, ...good.points] }), host); await later(); stage().focus();
    key("."); key("Enter"); const none = posted.length; stage().focus();
    key("."); key("Enter"); button("clip-9").click();
    return { none, posted: posted.map(({ type, cell, clips, run }) => ({ type, cell, clips, run })) };`,
  );
  const asked = { type: "askClips", cell: "base", run: "0123456789ab" };
  assert.deepEqual(told, {
    none: 0,
    posted: [
      { ...asked, clips: ["clip-1"] },
      { ...asked, clips: ["clip-9"] },
    ],
  });
});

for (const scheme of ["light", "dark"] as const)
  test(`${scheme}: the colours are the editor's, at once and when they change`, { skip }, async () => {
    const told = await inPage(
      "embedding",
      `${HELPERS} hgl.render(host, good); await later();
      const fill = () => host.querySelector(".hgle-plane path").getAttribute("fill");
      const before = fill();
      document.documentElement.style.setProperty("--vscode-editor-background", "${scheme === "light" ? "#ffffff" : "#101010"}");
      document.documentElement.style.setProperty("--vscode-editor-foreground", "${scheme === "light" ? "#000000" : "#ffffff"}");
      await later(); return { before, after: fill() };`,
    );
    assert.equal(told["after"] === told["before"], scheme === "light");
  });
