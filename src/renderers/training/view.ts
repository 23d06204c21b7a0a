import { checked, Fields } from "../../common/payloads/reading";
import { checkRunDelta, checkRunView, MOST_RUNS } from "../../common/payloads/training";
import type { RunDelta, TrainingPayload } from "../../common/payloads/training";
import { printable } from "../../common/payloads/printable";
import { make, setText } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { Charts } from "./charts";
import { Run } from "./run";
import { RunLine } from "./runLine";
import { STYLE } from "./style";
import { announcement, summary } from "./words";

/** Draws the runs of a train cell into `host` and lets them grow by message. */
export function openView(host: HTMLElement, payload: TrainingPayload, page: Page): OpenView<TrainingPayload> {
  const { scope, post, trusted } = page;
  const runs = payload.runs.map((view) => new Run(view));
  const byFolder = new Map(runs.map((run) => [run.facts.folder, run]));

  const root = make("section", "hgl hglt");
  root.setAttribute("aria-label", `Training of ${printable(payload.cell) || "this cell"}`);
  const total = make("p", "hglt-total");
  const live = make("p", "hgl-silent");
  live.setAttribute("aria-live", "polite");
  const charts = new Charts(scope, runs, (sentence) => setText(live, sentence));
  const lines = runs.map((run, index) => new RunLine(run, page, (lit) => charts.light(lit ? index : -1)));
  const list = make("ul", "hglt-runs");
  list.append(...lines.map(({ element }) => element));

  const resume = make("button", "hgl-button hgl-main", "Resume");
  resume.type = "button";
  resume.disabled = !trusted;
  const note = make("span", "", trusted ? "Goes on from the last checkpoint." : "Trust this workspace to resume.");
  const halted = make("div", "hglt-halted");
  halted.append(resume, note);
  if (post)
    scope.on(resume, "click", () => {
      resume.disabled = true;
      post({ type: "resume", cell: payload.cell });
    });

  root.append(makeStyle(STYLE), total, list, halted, charts.element, live);
  if (runs.length === 0) root.append(make("p", "", "No run has been planned yet."));
  host.append(root);

  const show = (): void => {
    runs.forEach((run, index) => lines[index]!.update(run));
    total.hidden = runs.length < 2;
    if (runs.length > 1) setText(total, summary(runs));
    const states = runs.map(({ facts }) => facts.state);
    const active = states.some((state) => state === "running" || state === "queued");
    halted.hidden = !post || active || !states.some((state) => state === "interrupted" || state === "failed");
    charts.draw();
  };
  const showSoon = scope.inNextFrame(show);
  const changed = (): void => {
    resume.disabled = !trusted;
    showSoon();
  };

  show();
  const unknown = runs.filter(({ facts, epochs }) => facts.state !== "done" || !epochs.latest);
  if (unknown.length > 0) post?.({ type: "opened", folders: unknown.map(({ facts }) => facts.folder) });

  return {
    update(next) {
      const same =
        next.cell === payload.cell &&
        next.runs.length === runs.length &&
        next.runs.every(({ folder, seed }, i) => folder === runs[i]!.facts.folder && seed === runs[i]!.facts.seed);
      if (!same) return false;
      next.runs.forEach((view, i) => {
        const before = runs[i]!.facts;
        runs[i]!.replace(view);
        setText(live, announcement(before, runs[i]!) ?? live.textContent);
      });
      changed();
      return true;
    },
    receive(message) {
      const read = checked(() => {
        const fields = new Fields(message, "the message");
        const type = fields.oneOf("type", ["progress", "history"]);
        return { type, runs: fields.list("runs", MOST_RUNS, (value) => value) };
      });
      if (!read.ok) return;
      const growing = read.payload.type === "progress";
      for (const value of read.payload.runs) {
        const check = growing ? checkRunDelta(value) : checkRunView(value);
        const run = check.ok ? byFolder.get(check.payload.folder) : undefined;
        if (!check.ok || !run) continue;
        const before = run.facts;
        if (growing) run.grow(check.payload as RunDelta);
        else run.replace(check.payload);
        const sentence = announcement(before, run);
        if (sentence) setText(live, sentence);
        changed();
      }
    },
  };
}
