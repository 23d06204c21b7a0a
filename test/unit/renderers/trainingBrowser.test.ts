import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE } from "../../golden/records";
import { inPage, skip } from "./browserPage";
import { runDelta, runView, trainingPayload } from "./payloads";

const json = (value: unknown): string => JSON.stringify(value);
const second = { folder: "/b", seed: 2, runId: "b" };

test("curves are drawn without eval or network, grow by message, and start over with a history", { skip }, async () => {
  const payload = trainingPayload(runView(25), runView(0, { ...second, state: "queued", clipsPerSecond: null }));
  const answer = await inPage(
    "training",
    `
    const renderer = api();
    renderer.renderOutputItem(item("a", ${json(payload)}), host);
    const opened = posted.splice(0);
    const drawn = (count) => until(count + " charts", () => host.querySelectorAll("svg.marks").length === count);
    await drawn(2); await later();
    const line = (source) => [...host.querySelectorAll("svg path")].map((path) => path.getAttribute("d") ?? "").sort((a, b) => b.length - a.length)[0];
    const points = () => (line().match(/[ML]/g) ?? []).length;
    const before = { svgs: host.querySelectorAll("svg[role], .hglt-chart svg").length, points: points(), words: host.querySelector(".hglt-progress").textContent };
    send({ type: "progress", runs: [${json(runDelta(25, 42))}, ${json(runDelta(0, 9, { folder: "/stranger" }))}, { folder: "/b" }, null] });
    send({ type: "nonsense" }); send(null); send({ type: "progress", runs: 7 });
    await later();
    const after = { points: points(), words: host.querySelector(".hglt-progress").textContent, best: host.querySelectorAll(".hglt-number")[2].textContent,
      live: host.querySelector("[aria-live]").textContent, bar: host.querySelector("[role=progressbar]").getAttribute("aria-valuenow") };
    send({ type: "history", runs: [${json(runView(31, { state: "interrupted", message: "You stopped it." }))}, ${json(runView(3, { ...second, state: "done", test: 0.5 }))}] });
    await later();
    const told = { points: points(), state: [...host.querySelectorAll(".hglt-run")].map((run) => run.dataset.state), message: host.querySelector(".hglt-message").textContent };
    const resume = host.querySelector(".hgl-main");
    const offered = !resume.parentElement.hidden;
    resume.click(); resume.click();
    host.querySelectorAll(".hglt-run button")[1].click();
    return { opened, before, after, told, offered, posted, violations, total: host.querySelector(".hglt-total").textContent };`,
  );
  assert.deepEqual(answer["opened"], [{ type: "opened", folders: [runView(0).folder, "/b"] }]);
  assert.deepEqual(answer["before"], { svgs: 2, points: 25, words: "epoch 3 of 30, step 25" });
  assert.deepEqual(answer["after"], {
    points: 42,
    words: "epoch 5 of 30, step 42",
    best: "best validation 40.0 %",
    live: "Seed 1: epoch 5 of 30, validation 40.0 %.",
    bar: "14",
  });
  assert.deepEqual(answer["told"], { points: 31, state: ["interrupted", "done"], message: "You stopped it." });
  assert.equal(answer["offered"], true);
  assert.deepEqual(answer["posted"], [
    { type: "resume", cell: "base" },
    { type: "openRunFolder", folder: "/b" },
  ]);
  assert.equal(answer["total"], "2 seeds: 1 done, 1 interrupted. Test 50.0 % (1 seed)");
  assert.deepEqual(answer["violations"], []);
});

test("the same output again is taken up in place; keys read epochs; a theme draws anew", { skip }, async () => {
  const answer = await inPage(
    "training",
    `
    const renderer = api();
    renderer.renderOutputItem(item("a", ${json(trainingPayload(runView(45)))}), host);
    await until("charts", () => host.querySelectorAll("svg.marks").length === 2); await later();
    const root = host.querySelector(".hglt");
    renderer.renderOutputItem(item("a", ${json(trainingPayload(runView(300, { state: "done", test: 0.75 })))}), host);
    await later();
    const same = host.querySelector(".hglt") === root;
    const chart = host.querySelector(".hglt-panel");
    let escaped = 0; window.addEventListener("keydown", () => escaped++);
    const press = (key) => chart.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    press("ArrowLeft"); press("ArrowLeft");
    const read = host.querySelector("[aria-live]").textContent;
    const tip = [...chart.querySelectorAll(".hgl-tip td")].map((cell) => cell.textContent);
    await later();
    const svg = host.querySelector("svg.marks"); 
    document.documentElement.style.setProperty("--vscode-editor-background", "#101010");
    document.documentElement.style.setProperty("--vscode-editor-foreground", "#fefefe");
    document.body.className = "vscode-dark";
    await until("new charts", () => host.querySelectorAll("svg.marks").length === 2 && !svg.isConnected); await later();
    const next = host.querySelector("svg.marks");
    const labels = [...next.querySelectorAll(".role-axis-label text")].map((text) => text.getAttribute("fill"));
    return { same, read, tip, escaped, anew: next !== svg && svg.isConnected === false, labels: [...new Set(labels)], test: host.querySelector(".hglt-test").textContent, opened: posted.length, violations };`,
  );
  assert.deepEqual(answer, {
    same: true,
    read: "loss, epoch 29: train 0.06897, validation 0.1034.",
    tip: ["", "0.06897", "0.1034"],
    escaped: 0,
    anew: true,
    labels: ["rgb(254,254,254)"],
    test: "test 75.0 %",
    opened: 1,
    violations: [],
  });
});

test("the second chart shows what is chosen, on a logarithmic axis where that suits", { skip }, async () => {
  const answer = await inPage(
    "training",
    `
    hgl.render(host, ${json(trainingPayload(runView(45)))});
    await until("charts", () => host.querySelectorAll("svg.marks").length === 2); await later();
    const titles = () => [...host.querySelectorAll(".hglt-chart")].map((chart) => [...chart.querySelectorAll(".role-axis-title text")].at(-1)?.textContent);
    const drawn = () => { const lines = [...host.querySelectorAll(".hglt-chart")[1].querySelectorAll("path.mark-line, .mark-line path")]; return lines.some((line) => (line.getAttribute("d") ?? "").length > 40); };
    const first = titles();
    const seen = {};
    const [choice, log] = [host.querySelector(".hglt-controls select"), host.querySelector(".hglt-controls input")];
    for (const measure of ["lr", "gradNorm", "clipsPerSecond"]) {
      choice.value = measure; choice.dispatchEvent(new Event("change"));
      await until(measure, () => host.querySelectorAll("svg.marks").length === 2 && drawn());
      seen[measure] = titles()[1];
      log.checked = true; log.dispatchEvent(new Event("change"));
      await until(measure + " on a log axis", () => host.querySelectorAll("svg.marks").length === 2 && drawn());
      log.checked = false; log.dispatchEvent(new Event("change"));
      await until(measure + " again", () => host.querySelectorAll("svg.marks").length === 2 && drawn());
    }
    const label = host.querySelectorAll(".hglt-panel")[1].getAttribute("aria-label");
    return { first, seen, label, alerts: host.querySelectorAll("[role=alert]").length, violations };`,
  );
  assert.deepEqual(answer["first"], ["loss", "top-1 (%)"]);
  assert.deepEqual(answer["seen"], { lr: "learning rate", gradNorm: "gradient norm", clipsPerSecond: "clips/s" });
  assert.match(answer["label"] as string, /^Clips per second over epochs\. Latest clips per second, epoch 4: train /);
  assert.deepEqual([answer["alerts"], answer["violations"]], [0, []]);
});

test("dispose frees everything, 100 times over, drawn or half drawn", { skip }, async () => {
  const answer = await inPage(
    "training",
    `
    const renderer = api();
    const payload = ${json(trainingPayload(runView(45), runView(12, second)))};
    renderer.renderOutputItem(item("a", payload), host);
    await until("charts", () => host.querySelectorAll("svg.marks").length === 2);
    const observers = living.observers;
    for (let i = 0; i < 100; i++) {
      const element = host.appendChild(document.createElement("div"));
      renderer.renderOutputItem(item("x", payload), element);
      if (i % 10 === 0) await later(i / 10);
      renderer.disposeOutputItem("x");
      if (element.childNodes.length > 0) throw new Error("something is left");
      element.remove();
    }
    await later();
    const kept = living.observers === observers && host.querySelectorAll("svg.marks").length === 2;
    renderer.disposeOutputItem();
    const left = { observers: living.observers, nodes: host.childElementCount };
    const frames = living.frames;
    send({ type: "progress", runs: [${json(runDelta(45, 60))}] });
    await later();
    renderer.renderOutputItem(item("a", payload), host);
    return { observers, kept, left, frames: living.frames - frames, again: host.querySelectorAll(".hglt-run").length };`,
  );
  assert.ok((answer["observers"] as number) > 2);
  assert.deepEqual([answer["kept"], answer["left"], answer["again"]], [true, { observers: 0, nodes: 0 }, 2]);
  assert.equal(answer["frames"], 0);
});

test("text of a run is only ever text; what does not pass the guard is a sentence", { skip }, async () => {
  const hostile = trainingPayload(
    runView(12, { runId: HOSTILE[0]!, folder: HOSTILE[1]!, state: "failed", message: HOSTILE.join(" "), seed: -3 }),
  );
  const answer = await inPage(
    "training",
    `
    const renderer = api();
    renderer.renderOutputItem(item("a", { ...${json(hostile)}, cell: ${json(HOSTILE.join(""))} }), host);
    await later();
    const seen = { active: host.querySelectorAll("img,script,iframe,a,object").length, message: host.querySelector(".hglt-message").textContent.length };
    const bad = [null, 7, [], {}, new Error("not JSON"), { ...${json(hostile)}, version: 2 }, JSON.parse('{"__proto__":{"kind":"training"}}'), { ...${json(hostile)}, runs: [{}] }];
    const alerts = bad.map((value) => { renderer.renderOutputItem(item("a", value), host); return host.querySelectorAll("[role=alert]").length + ":" + host.childElementCount; });
    const sentence = host.textContent;
    renderer.renderOutputItem(item("a", { ...${json(hostile)}, runs: [] }), host);
    return { seen, alerts, sentence, empty: host.textContent.includes("No run has been planned yet."), title: document.title, violations };`,
  );
  assert.equal((answer["seen"] as { active: number }).active, 0);
  assert.ok((answer["seen"] as { message: number }).message > 20);
  assert.deepEqual(answer["alerts"], new Array(8).fill("1:1"));
  assert.match(
    answer["sentence"] as string,
    /This training cannot be shown: runs\[0\]\.runId is undefined, not a text\./,
  );
  assert.deepEqual([answer["empty"], answer["title"], answer["violations"]], [true, "untouched", []]);
});
