import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE } from "../../golden/records";
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
  "in three dimensions: drawn without eval, turned by keys, taken off the page's hands when it ends",
  { skip },
  async () => {
    const told = await inPage(
      "embedding",
      `${HELPERS}
    const before = { head: document.head.childElementCount, body: document.body.childElementCount };
    const shown = hgl.render(host, good);
    await until("a plot", () => solid());
    await later(20);
    const pixels = () => { const gl = solid().getContext("webgl"); const at = new Uint8Array(4); let seen = "";
      const copy = document.createElement("canvas"); copy.width = 64; copy.height = 48; const paper = copy.getContext("2d");
      return new Promise((done) => requestAnimationFrame(() => { paper.drawImage(solid(), 0, 0, 64, 48); done(paper.getImageData(0, 0, 64, 48).data.join()); })); };
    stage().focus();
    key("."); const first = read(); key(","); const last = read(); key("ArrowLeft"); key("+"); key("0"); key("Escape"); const idle = read();
    await later(10);
    const links = document.querySelectorAll("a[href], .modebar-btn, .hoverlayer text").length;
    await inPlane(); const two = { marks: marks(), solid: solid() !== null };
    shown.dispose(); await later();
    return { first, last, idle, links, two, violations, left: host.childElementCount,
      grown: { head: document.head.childElementCount - before.head, body: document.body.childElementCount - before.body } };`,
      {},
      WEBGL,
    );
    assert.equal(told["first"], "clip-1: action 1, recognised");
    assert.equal(told["last"], "clip-60: action 5, recognised");
    assert.match(String(told["idle"]), /^Point at a clip/);
    const { links, two, violations, left, grown } = told;
    assert.deepEqual(
      { links, two, violations, left, grown },
      { links: 0, two: { marks: 60, solid: false }, violations: [], left: 0, grown: { head: 0, body: 0 } },
    );
  },
);

test("off the screen there is no WebGL context, and back on it the points are there again", { skip }, async () => {
  const told = await inPage(
    "embedding",
    `${HELPERS} hgl.render(host, good);
    await until("a plot", () => solid());
    host.style.marginTop = "5000px"; await until("the end of the plot", () => !solid());
    host.style.marginTop = "0"; await until("a plot again", () => solid());
    return { alerts: host.querySelectorAll("[role=alert]").length, violations };`,
    {},
    WEBGL,
  );
  assert.deepEqual(told, { alerts: 0, violations: [] });
});

test("names and ids are text wherever they stand, in three dimensions too", { skip }, async () => {
  const hostile = {
    ...payload,
    classes: HOSTILE.slice(0, 5),
    points: payload.points.map((point, i) => ({ ...point, id: HOSTILE[i % HOSTILE.length]! })),
  };
  const told = await inPage(
    "embedding",
    `${HELPERS} hgl.render(host, ${JSON.stringify(hostile)}); await until("a plot", () => solid()); await later(10);
    return { active: document.querySelectorAll("#host :is(script, iframe, object, embed, img, a[href])").length, title: document.title, violations };`,
    {},
    WEBGL,
  );
  assert.deepEqual(told, { active: 0, title: "untouched", violations: [] });
});
