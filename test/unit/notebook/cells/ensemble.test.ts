import assert from "node:assert/strict";
import { test } from "node:test";
import { ensembleRules, ensembleSchema } from "../../../../src/notebook/cells/ensemble";
import { cellIdentities } from "../../../../src/notebook/language/identities";
import { parseNotebook } from "../../../../src/notebook/parse";
import { resolveNotebook } from "../../../../src/notebook/resolve";
import { checkNotebook } from "../../../../src/notebook/check";

const told = (written: object): string[] =>
  ensembleRules(ensembleSchema.parse(written)).map(({ path, finding }) => `${path.join(".")} ${finding.code}`);

test("what does not go together is named at its key", () => {
  const cases: [object, string[]][] = [
    [{ members: ["joint", "bone"] }, []],
    [{ members: ["joint", "scores/b.pkl"], streams: ["J", "B"] }, []],
    [{ members: ["joint", "scores/b.pkl"], weights: "equal" }, []],
    [{ members: ["joint", "b.npz"], weights: [2, 1] }, []],
    [{ members: ["joint", "joint"] }, ["members.1 repeated"]],
    [{ members: ["joint", "scores/b.txt"], weights: "equal" }, ["members.1 bad-value"]],
    [{ members: ["joint", "bone"], weights: [1] }, ["weights bad-value"]],
    [{ members: ["joint", "bone"], weights: [0, 0] }, ["weights bad-value"]],
    [{ members: ["joint", "b.npy"], weights: "fitted" }, ["weights bad-value"]],
    [{ members: ["joint", "b.npy"] }, ["streams missing-key"]],
    [{ members: ["joint", "bone"], streams: ["J"] }, ["streams bad-value"]],
    [{}, [" missing-key"]],
    [{ members: [] }, [" missing-key"]],
    [{ of: "streams" }, []],
    [{ of: "streams", weights: [1] }, []],
    [{ of: "streams", weights: [0] }, ["weights bad-value"]],
    [{ of: "streams", members: ["b.npy"], weights: "fitted" }, ["weights bad-value"]],
  ];
  for (const [written, findings] of cases) assert.deepEqual(told(written), findings, JSON.stringify(written));
  for (const written of [
    { members: ["a"], weights: "best" },
    { members: ["a"], weights: [-1] },
  ])
    assert.equal(ensembleSchema.safeParse(written).success, false, JSON.stringify(written));
});

const notebook = (members: string, lr = 0.1): string => `---
hgl: 1
---

\`\`\`hgl data #d
source: ui-prmd
\`\`\`

\`\`\`hgl model #m
preset: hglnet-xs
\`\`\`

\`\`\`hgl train #joint
data: d
model: m
lr: ${lr}
\`\`\`

\`\`\`hgl ensemble #all
members: ${members}
weights: equal
\`\`\`
`;

test("train cells are needed, files are found beside the notebook", () => {
  const resolved = resolveNotebook(parseNotebook(notebook("[joint, scores/b.pkl]")), { path: (name) => `/x/${name}` });
  const cell = resolved.find(({ id }) => id === "all")!;
  assert.ok(cell.kind === "ensemble");
  assert.deepEqual(
    [cell.members, cell.needs, cell.streams],
    [
      [
        { kind: "train", id: "joint" },
        { kind: "file", path: "/x/scores/b.pkl" },
      ],
      ["joint"],
      null,
    ],
  );
  const messages = checkNotebook(notebook("[join, m]")).map(({ message }) => message);
  assert.match(messages[0]!, /join.*did you mean.*joint/i);
  assert.match(messages[1]!, /m.*model/);
});

test("an ablation brings its variants, which are counted", () => {
  const six = (ensemble: string, levels = "J, B, K") =>
    `${notebook("[joint]")}\n\`\`\`hgl ablation #streams\nof: joint\nfactors:\n  data.stream: [${levels}]\n\`\`\`\n\n\`\`\`hgl ensemble #six\nof: streams\n${ensemble}\n\`\`\`\n`;
  const resolved = resolveNotebook(parseNotebook(six("members: [joint]")));
  const cell = resolved.find(({ id }) => id === "six")!;
  assert.ok(cell.kind === "ensemble");
  const variants = ["J", "B", "K"].map((label) => ({ kind: "variant", of: "streams", label }));
  assert.deepEqual(cell.members, [...variants, { kind: "train", id: "joint" }]);
  const messages = (ensemble: string, levels?: string) =>
    checkNotebook(six(ensemble, levels)).map(({ message }) => message);
  assert.deepEqual(messages("weights: [1, 2, 3]"), []);
  assert.match(
    messages("weights: [1, 2]")[0]!,
    /`weights` cannot be \[1, 2\]; it takes a number for each of the 3 members/,
  );
  assert.match(messages("streams: [J]")[0]!, /one for each of the 3 members/);
  assert.match(messages("of: joint")[0]!, /./);
});

test("an ensemble is another one when a train cell is", () => {
  const identity = (lr: number, members = "[joint, b.pkl]") => {
    const cells = notebook(members, lr).split("```hgl ").slice(1).map((part) => ({ hgl: true, source: part.split("\n```")[0]! })); // prettier-ignore
    return cellIdentities(cells).get("all");
  };
  assert.equal(identity(0.1), identity(0.1));
  assert.notEqual(identity(0.1), identity(0.2));
  assert.notEqual(identity(0.1), identity(0.1, "[joint, c.pkl]"));
  assert.ok(identity(0.1));
});
