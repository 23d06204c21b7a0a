import { HglError } from "../../common/errors";
import { Fields, checked, refuse, textItem, wholeItem } from "../../common/payloads/reading";
import { LAYOUT_NAMES, MOST_BODIES, MOST_JOINTS, defineLayout, layoutNamed } from "./layout";
import type { Layout } from "./layout";

/** A layout as plain JSON, every field in a fixed order, so that equal layouts give equal text. */
export function layoutFacts(layout: Layout): Layout {
  const { name, version, joints, parents, center, levels, secondAncestors, parts, mirror, bodies } = layout;
  const { head, hand, hip, foot } = parts;
  return {
    name,
    version,
    joints: [...joints],
    parents: [...parents],
    center,
    levels: levels.map((level) => [...level]),
    secondAncestors: [...secondAncestors],
    parts: { head: [...head], hand: [...hand], hip: [...hip], foot: [...foot] },
    mirror: mirror.map(([left, right]) => [left, right]),
    bodies,
  };
}

/**
 * The layout that layoutFacts wrote, from JSON that came from elsewhere; `where` names it in errors. Throws HglError "data" for
 * anything that does not describe one skeleton, and for facts that contradict the built-in layout of their name and version.
 */
export function parseLayout(json: unknown, where: string): Layout {
  const fail = (what: string): never => {
    throw new HglError({ code: "data", where, what, next: "import the data again from its source" });
  };
  const read = checked(() => readFacts(json));
  if (!read.ok) return fail(`the skeleton layout cannot be used: ${read.reason}`);
  let layout: Layout;
  try {
    layout = defineLayout(read.payload);
  } catch (error) {
    if (error instanceof HglError) return fail(`skeleton layout "${read.payload.name}": ${error.facts.what}`);
    throw error;
  }
  if (!LAYOUT_NAMES.includes(layout.name)) return layout;
  const known = layoutNamed(layout.name);
  if (known.version === layout.version && JSON.stringify(layoutFacts(known)) !== JSON.stringify(layoutFacts(layout))) {
    return fail(`its skeleton layout is called "${layout.name}" and is another one`);
  }
  return known.version === layout.version ? known : layout;
}

function readFacts(json: unknown): Layout {
  const fields = new Fields(json);
  const joints = fields.list("joints", MOST_JOINTS, textItem);
  const joint = wholeItem(0, joints.length - 1);
  const jointOrNone = wholeItem(-1, joints.length - 1);
  const list = (value: unknown, where: string): number[] =>
    new Fields({ [where]: value }).list(where, MOST_JOINTS, joint);
  const parts = new Fields(fields.value("parts"), "parts");
  return {
    name: fields.text("name", 100),
    version: fields.whole("version", 1, 1_000_000),
    joints,
    parents: fields.list("parents", MOST_JOINTS, jointOrNone),
    center: fields.whole("center", 0, joints.length - 1),
    levels: fields.list("levels", MOST_JOINTS, list),
    secondAncestors: fields.list("secondAncestors", MOST_JOINTS, jointOrNone),
    parts: {
      head: parts.list("head", MOST_JOINTS, joint),
      hand: parts.list("hand", MOST_JOINTS, joint),
      hip: parts.list("hip", MOST_JOINTS, joint),
      foot: parts.list("foot", MOST_JOINTS, joint),
    },
    mirror: fields.list("mirror", MOST_JOINTS, (value, where) => {
      const [left, right, ...more] = list(value, where);
      return left === undefined || right === undefined || more.length > 0
        ? refuse(`${where} is no pair`)
        : [left, right];
    }),
    bodies: fields.whole("bodies", 1, MOST_BODIES),
  };
}
