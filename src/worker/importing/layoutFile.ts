import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { HglError, nearest } from "../../common/errors";
import { levelsByHops } from "../../model/skeleton/hops";
import { guessCenter, guessMirror, guessParts } from "../../model/skeleton/guesses";
import { LAYOUT_NAMES, MOST_BODIES, MOST_JOINTS, defineLayout } from "../../model/skeleton/layout";
import type { Layout } from "../../model/skeleton/layout";
import { field, whole } from "../../notebook/cells/field";
import { validate } from "../../notebook/cells/validate";
import type { Finding, Span } from "../../notebook/findings";
import { lineCounter } from "../../notebook/lines";
import { wordingOf } from "../../notebook/wording";
import { readYaml } from "../../notebook/yaml";
import type { Path } from "../../notebook/yaml";
import { diskError } from "./diskError";

const MOST_BYTES = 2 ** 20;

const joint = field(z.union([z.string(), whole(0, MOST_JOINTS - 1)]), {
  meaning: "A joint by its name, or by its number in the list, from 0.",
  allowed: "a joint's name, or its number from 0",
});
const some = z.array(joint).min(1).max(MOST_JOINTS);
const pairs = (what: string) =>
  z.array(field(z.tuple([joint, joint]), { meaning: what, allowed: `a pair of joints [${what}]` })).max(MOST_JOINTS);

const schema = z.strictObject({
  name: field(z.string().regex(/^[A-Za-z][\w.-]{0,59}$/), {
    meaning: "What runs and data sets call the skeleton.",
    allowed: "a letter, then letters, digits, `-`, `_` and `.`, 60 characters at most",
  }),
  version: whole(1, 1_000_000).default(1),
  joints: z.array(z.string().min(1).max(100)).min(2).max(MOST_JOINTS),
  bones: pairs("child, parent").optional(),
  parents: z
    .array(
      field(z.union([z.string(), whole(-1, MOST_JOINTS - 1)]).nullable(), {
        meaning: "A joint's parent.",
        allowed: "a joint's name, its number from 0, or `null` at the root",
      }),
    )
    .max(MOST_JOINTS)
    .optional(),
  center: joint.optional(),
  parts: z.strictObject({ head: some, hand: some, hip: some, foot: some }).optional(),
  mirror: pairs("left, right").optional(),
  levels: z.array(some).min(1).max(MOST_JOINTS).optional(),
  secondAncestors: pairs("joint, ancestor").optional(),
  bodies: whole(1, MOST_BODIES).default(1),
});

type Declared = z.output<typeof schema>;

/** A skeleton that a user declares in YAML: parseLayoutFile on the file's text. Throws HglError "disk", and "data" with file and line. */
export function readLayoutFile(path: string): Layout {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) {
      const what = `${size} bytes are over the limit of ${MOST_BYTES} for a skeleton layout`;
      throw new HglError({ code: "data", where: path, what, next: "name the layout's own file" });
    }
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw error instanceof HglError ? error : diskError(error, path);
  }
  return parseLayoutFile(text, path);
}

/**
 * The layout of a YAML map with `name`, `joints` and either `bones` ([child, parent]) or `parents` (one per joint, null at the
 * root); what else it leaves out is guessed from names and bones (model/skeleton/guesses.ts): `center`, `parts`, `mirror`, `levels`
 * (hop distances from the centre), `secondAncestors` ([joint, ancestor] where it is not the parent's parent), `bodies` (1).
 * Throws HglError "data" with file and line for a key, value or joint that does not exist, the nearest one beside it.
 */
export function parseLayoutFile(text: string, where: string): Layout {
  const lineOf = lineCounter(text);
  const fail = (what: string, next: string | undefined, span: Span | undefined): never => {
    const place = span ? `${where}, line ${lineOf(span.offset)}` : where;
    throw new HglError({ code: "data", where: place, what, ...(next === undefined ? {} : { next }) });
  };
  const refuse = (finding: Finding, span: Span | undefined): never => {
    if (finding.code === "anchor")
      return fail(`${finding.shown} is a YAML anchor or alias`, "write the value out", span);
    const { what, next } = wordingOf(finding);
    return fail(what.replace(" of the cell", ""), next, span);
  };
  const yaml = readYaml(text);
  for (const { finding, span } of yaml.problems) refuse(finding, span);
  for (const { finding, path, part } of validate(schema, yaml.value, "a skeleton layout")) {
    refuse(finding, yaml.spanOf(path, part) ?? yaml.spanOf(path.slice(0, -1), "value"));
  }
  const declared = schema.parse(yaml.value);
  if (LAYOUT_NAMES.includes(declared.name)) {
    const what = `"${declared.name}" is the name of a built-in skeleton layout`;
    fail(what, "give yours another name", yaml.spanOf(["name"], "value"));
  }
  const { joints } = declared;
  const repeated = joints.findIndex((joint, at) => joints.indexOf(joint) !== at);
  if (repeated >= 0) {
    fail(
      `two joints are called "${joints[repeated]!}"`,
      "name each differently",
      yaml.spanOf(["joints", repeated], "value"),
    );
  }
  const read = jointReader(declared, (what, next, path) => fail(what, next, yaml.spanOf(path, "value")));
  try {
    return defineLayout(factsOf(declared, read, (what, next, key) => fail(what, next, yaml.spanOf([key], "key"))));
  } catch (error) {
    if (error instanceof HglError && error.code === "model")
      return fail(error.facts.what, "correct the layout", undefined);
    throw error;
  }
}

type ReadJoint = (joint: string | number, path: Path) => number;

function jointReader({ joints }: Declared, fail: (what: string, next: string, path: Path) => never): ReadJoint {
  return (wanted, path) => {
    const found = typeof wanted === "number" ? wanted : joints.indexOf(wanted);
    if (found in joints) return found;
    if (typeof wanted === "number")
      return fail(`there is no joint ${wanted} among ${joints.length}`, "count from 0", path);
    const guess = nearest(wanted, joints);
    return fail(`there is no joint "${wanted}"`, guess ? `did you mean "${guess}"?` : "name one of `joints`", path);
  };
}

function factsOf(
  declared: Declared,
  read: ReadJoint,
  fail: (what: string, next: string, key: string) => never,
): Parameters<typeof defineLayout>[0] {
  const { name, version, joints, bodies } = declared;
  const parents = parentsOf(declared, read, fail);
  checkBones(joints, parents, fail);
  const pairsOf = (key: "mirror" | "secondAncestors"): (readonly [number, number])[] | undefined =>
    declared[key]?.map(([a, b], at) => [read(a, [key, at, 0]), read(b, [key, at, 1])] as const);
  const all = (list: readonly (string | number)[], path: Path): number[] =>
    list.map((one, at) => read(one, [...path, at]));
  const tree = { joints, parents };
  const mirror = pairsOf("mirror") ?? guessMirror(tree);
  const declaredParts = declared.parts;
  const parts = declaredParts
    ? {
        head: all(declaredParts.head, ["parts", "head"]),
        hand: all(declaredParts.hand, ["parts", "hand"]),
        hip: all(declaredParts.hip, ["parts", "hip"]),
        foot: all(declaredParts.foot, ["parts", "foot"]),
      }
    : guessParts(tree);
  const center =
    declared.center === undefined ? guessCenter(tree, mirror, parts.hand) : read(declared.center, ["center"]);
  const levels = declared.levels?.map((level, at) => all(level, ["levels", at])) ?? levelsByHops(parents, center);
  const secondAncestors = parents.map((parent) => (parent < 0 ? -1 : parents[parent]!));
  for (const [from, ancestor] of pairsOf("secondAncestors") ?? []) secondAncestors[from] = ancestor;
  return { name, version, joints, parents, center, levels, secondAncestors, parts, mirror, bodies };
}

function parentsOf(
  { joints, bones, parents }: Declared,
  read: ReadJoint,
  fail: (what: string, next: string, key: string) => never,
): number[] {
  if (parents) {
    if (bones) fail("`bones` and `parents` say the same thing twice", "keep one of them", "parents");
    if (parents.length !== joints.length) {
      fail(`there are ${joints.length} joints and ${parents.length} parents`, "give every joint one, the root `null`", "parents"); // prettier-ignore
    }
    return parents.map((parent, at) => (parent === null || parent === -1 ? -1 : read(parent, ["parents", at])));
  }
  if (!bones) return fail("neither `bones` nor `parents` says how the joints hang together", "add `bones`", "joints");
  const found = joints.map(() => -1);
  bones.forEach(([childName, parentName], at) => {
    const child = read(childName, ["bones", at, 0]);
    if (found[child] !== -1) fail(`joint "${joints[child]!}" has two parents`, "give each joint one bone", "bones");
    found[child] = read(parentName, ["bones", at, 1]);
  });
  return found;
}

/** Guesses need a tree; so this is said before they are made, and in the words of the file. */
function checkBones(
  joints: readonly string[],
  parents: readonly number[],
  fail: (what: string, next: string, key: string) => never,
): void {
  const roots = joints.filter((_, joint) => parents[joint] === -1);
  if (roots.length === 0) fail("no joint is the root: the bones run in a circle", "leave out one bone", "joints");
  if (roots.length > 1) {
    const names = roots.slice(0, 4).map((name) => `"${name}"`).join(", "); // prettier-ignore
    fail(`${roots.length} joints have no parent (${names})`, "give each but the root a bone", "joints");
  }
  parents.forEach((parent, joint) => {
    let at = parent;
    for (let steps = 0; at >= 0; steps++, at = parents[at]!) {
      if (steps > joints.length)
        fail(`the bones above joint "${joints[joint]!}" run in a circle`, "correct them", "joints");
    }
  });
}
