import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage, skip } from "./browserPage";
import { dataCardPayload, skeletonPayload } from "./payloads";

const json = (value: unknown): string => JSON.stringify(value);
const card = json(dataCardPayload(3));
const clips = json(skeletonPayload(1, 40));

const OPEN = `
  rendererNamed = (id) => id === "hocslm-skeleton" ? skeletonApi : undefined;
  const skeletonApi = skeletons.activate({ workspace: { isTrusted: true }, setState() {}, getState() {}, getRenderer: async () => undefined });
  const renderer = api();
  renderer.renderOutputItem(item("card", ${card}), host);
  const buttons = [...host.querySelectorAll(".hgld-classes button")];
  const press = (button) => { button.focus(); button.click(); };
  const section = () => host.querySelector(".hgl-player");
  const answered = (more) => send({ request: posted.at(-1).request, ...more });
`;

test(
  "a clip of a class is asked for, played by the skeleton renderer, and freed when it is closed",
  { skip },
  async () => {
    const answer = await inPage(
      "data",
      `${OPEN}
    const idle = living.observers;
    press(buttons[0]);
    const asked = posted.at(-1);
    const waiting = [section().querySelector("[role=status]").textContent, document.activeElement === section()];
    send({ type: "clips", request: "data-999", payload: ${clips} });
    answered({ type: "clips", payload: ${clips} });
    await until("the player", () => section().querySelector(".hgls canvas"));
    await later();
    const shown = [section().querySelectorAll(".hgls-clip").length, section().querySelector("[role=status]").textContent];
    const busy = living.observers;
    press(buttons[1]);
    const second = [host.querySelectorAll(".hgl-player").length, host.querySelectorAll(".hgls").length, posted.at(-1).clips[0], living.observers];
    answered({ type: "clips", payload: ${clips} });
    await until("the other player", () => section().querySelector(".hgls canvas"));
    section().querySelector(".hgls-clips").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    const closed = [section() === null, document.activeElement === buttons[1], living.observers === idle];
    press(buttons[0]);
    answered({ type: "clips", payload: ${clips} });
    await until("the last player", () => section().querySelector(".hgls canvas"));
    renderer.disposeOutputItem();
    await later();
    return { count: buttons.length, asked, waiting, shown, busy: busy > idle, second, idle, closed, left: host.childElementCount, living: living.observers, violations };`,
      {},
      { withSkeletons: true },
    );
    assert.equal(answer["count"], 2, "the second class names no clip");
    assert.deepEqual(answer["asked"], { type: "askClips", request: "data-1", cell: "clips", clips: ["clip 1"] });
    assert.deepEqual(answer["waiting"], ["Reading the clips…", true]);
    assert.deepEqual(answer["shown"], [1, "The clips are shown."]);
    assert.equal(answer["busy"], true);
    assert.deepEqual(answer["second"], [1, 0, "clip 3", answer["idle"]]);
    assert.deepEqual(answer["closed"], [true, true, true]);
    assert.deepEqual([answer["left"], answer["living"], answer["violations"]], [0, 0, []]);
  },
);

test(
  "a refusal is a sentence; what cannot be drawn too; an answer that comes too late is nobody's",
  { skip },
  async () => {
    const answer = await inPage(
      "data",
      `${OPEN}
    press(buttons[0]);
    answered({ type: "clipsRefused", sentence: "this workspace is not trusted <img src=x onerror=document.title='owned'>" });
    const refused = [section().querySelector("[role=status]").textContent, section().querySelectorAll("img").length];
    press(buttons[0]);
    answered({ type: "clipsRefused", sentence: { toString() { throw new Error("trap"); } } });
    const strange = section().querySelector("[role=status]").textContent;
    press(buttons[0]);
    answered({ type: "clips", payload: { kind: "skeleton", clips: "none" } });
    await until("the sentence", () => section().querySelector("[role=alert]"));
    const spoiled = section().querySelector("[role=alert]").textContent;
    rendererNamed = () => { throw new Error("no such renderer"); };
    press(buttons[0]);
    answered({ type: "clips", payload: ${clips} });
    await until("the other sentence", () => section().querySelector(".hgl-error"));
    const missing = section().querySelector("[role=status]").textContent;
    const late = posted.at(-1).request;
    section().querySelector(".hgl-player-head button").click();
    send({ type: "clips", request: late, payload: ${clips} });
    await later();
    const last = [section() === null, host.querySelectorAll("[role=alert]").length];
    hgl.render(host, ${card});
    const alone = host.querySelectorAll(".hgld-classes button").length;
    return { refused, strange, spoiled, missing, last, alone, title: document.title, violations };`,
      {},
      { withSkeletons: true },
    );
    assert.match((answer["refused"] as string[])[0]!, /^this workspace is not trusted </);
    assert.equal((answer["refused"] as number[])[1], 0);
    assert.equal(answer["strange"], "The clips could not be read.");
    assert.match(answer["spoiled"] as string, /^This skeleton view cannot be shown: /);
    assert.equal(answer["missing"], "The skeleton player could not be loaded: reload the window.");
    assert.deepEqual(answer["last"], [true, 0]);
    assert.equal(answer["alone"], 0, "without an extension there is nothing to press");
    assert.deepEqual([answer["title"], answer["violations"]], ["untouched", []]);
  },
);
