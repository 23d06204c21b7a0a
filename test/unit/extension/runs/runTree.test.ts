import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RunState } from "../../../../src/common/runRecord";
import type { RunNode } from "../../../../src/extension/runs/runTree";
import {
  contextValue,
  latestRuns,
  parentOf,
  rootsOf,
  runsBelow,
  runsChosen,
  runTree,
} from "../../../../src/extension/runs/runTree";
import { MINUTE, NOON, summary } from "./summaries";

const other = "b".repeat(64);

/** The tree as indented text. */
function drawn(nodes: readonly RunNode[], indent = ""): string[] {
  return nodes.flatMap((node) => [indent + nameOf(node), ...drawn(node.children, `${indent}  `)]);
}

function nameOf(node: RunNode): string {
  if (node.type === "place") return node.notebook ?? node.place;
  if (node.type === "cell") return `#${node.cell}`;
  return node.type === "group"
    ? `${node.latest ? "latest" : "earlier"} ${node.configHash[0]}`
    : `seed ${node.run.seed}`;
}

test("one notebook: its cells stand at the top, the one that moved last first, runs by seed", () => {
  const tree = runTree([
    summary({ seed: 3 }),
    summary({ seed: 1 }),
    summary({ seed: 2 }),
    summary({ cell: "fixed", runId: "f", updatedAt: NOON }),
  ]);
  assert.deepEqual(drawn(rootsOf(tree)), ["#fixed", "  seed 1", "#base", "  seed 1", "  seed 2", "  seed 3"]);
});

test("several notebooks, of one folder or not, are levels of their own, by path", () => {
  const tree = runTree([
    summary({ place: "/data/b", runId: "1" }),
    summary({ notebook: "streams.hgl.md", runId: "2" }),
    summary({ runId: "3" }),
    summary({ place: "/old", notebook: undefined as never, runId: "4" }),
  ]);
  assert.deepEqual(
    rootsOf(tree).map((node) => nameOf(node)),
    ["first-run.hgl.md", "streams.hgl.md", "first-run.hgl.md", "/old"],
  );
});

test("a cell whose text has changed has a group for each configuration, the latest first", () => {
  const tree = runTree([
    summary({ runId: "old", updatedAt: NOON - 90 * MINUTE }),
    summary({ runId: "new-2", seed: 2, configHash: other }),
    summary({ runId: "new-1", seed: 1, configHash: other }),
  ]);
  assert.deepEqual(drawn(rootsOf(tree)), [
    "#base",
    "  latest b",
    "    seed 1",
    "    seed 2",
    "  earlier a",
    "    seed 1",
  ]);
  const [cell] = tree[0]!.children;
  assert.deepEqual(
    latestRuns(cell!).map(({ runId }) => runId),
    ["new-1", "new-2"],
  );
});

test("what is being trained is the latest, whatever the clock of another machine says", () => {
  const tree = runTree([
    summary({ runId: "ahead", updatedAt: NOON + 90 * MINUTE }),
    summary({ runId: "alive", configHash: other, state: "running", updatedAt: NOON - 90 * MINUTE }),
  ]);
  assert.deepEqual(drawn(rootsOf(tree))[1], "  latest b");
});

test("every run is in the tree once, keys are unique, and parents and children agree", () => {
  const runs = fc.array(
    fc.record({
      place: fc.constantFrom("/a", "/b"),
      notebook: fc.constantFrom("x.hgl.md", undefined as never),
      cell: fc.constantFrom("p", "q"),
      configHash: fc.constantFrom("1", "2"),
      seed: fc.integer({ min: 1, max: 3 }),
      state: fc.constantFrom<RunState>("new", "queued", "running", "interrupted", "failed", "done"),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(runs, (given) => {
      const all = given.map((one, index) => summary({ ...one, runId: `${index}` }));
      const places = runTree(all);
      const nodes: RunNode[] = [];
      const visit = (node: RunNode, parent: RunNode | undefined): void => {
        nodes.push(node);
        assert.equal(parentOf(places, node)?.key, parent?.key);
        for (const child of node.children) visit(child, node);
      };
      for (const root of rootsOf(places)) visit(root, undefined);
      assert.equal(new Set(nodes.map(({ key }) => key)).size, nodes.length);
      const found = rootsOf(places).flatMap(runsBelow);
      assert.deepEqual(
        found.map(({ runId }) => +runId).sort((a, b) => a - b),
        [...all.keys()],
      );
    }),
  );
});

test("menus: what can be done with a row follows from its runs", () => {
  const words = (states: RunState[]): string => {
    const tree = runTree(states.map((state, index) => summary({ state, seed: index, runId: `${index}` })));
    return contextValue(tree[0]!.children[0]!);
  };
  assert.equal(words(["done"]), "cell deletable");
  assert.equal(words(["running"]), "cell stoppable");
  assert.equal(words(["interrupted"]), "cell resumable deletable");
  assert.equal(words(["failed", "queued"]), "cell resumable stoppable deletable");
});

test("a command is about the whole selection, the clicked row, or what is selected; each run once", () => {
  const tree = runTree([summary({ seed: 1 }), summary({ seed: 2 })]);
  const [cell] = tree[0]!.children;
  const [first, second] = cell!.children;
  const ids = (...args: Parameters<typeof runsChosen>): string[] => runsChosen(...args).map(({ runId }) => runId);
  assert.deepEqual(ids(first, [first!, second!], []), ["run-1", "run-2"]);
  assert.deepEqual(ids(second, undefined, [first!]), ["run-2"]);
  assert.deepEqual(ids(second, [], [first!]), ["run-2"]);
  assert.deepEqual(ids(undefined, undefined, [first!]), ["run-1"]);
  assert.deepEqual(ids(cell, [cell!, first!], []), ["run-1", "run-2"]);
  assert.deepEqual(ids(undefined, undefined, []), []);
});
