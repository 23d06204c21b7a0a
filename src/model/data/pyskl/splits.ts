import type { Protocol } from "../protocol";

/** As the field writes what the files shorten. */
const NAMES: Readonly<Record<string, string>> = { xsub: "X-Sub", xview: "X-View", xset: "X-Set", "": "file" };

/**
 * Protocols from the names of splits: "xsub_train" and "xsub_val" are X-Sub; "train1" and "test1" are "1"; "train" and "val" alone are
 * "file". Where there is both a validation and a test side, the test side counts. Ids that have no annotation are left out, and splits of
 * which one side is missing.
 */
export function protocolsOf(
  splits: ReadonlyMap<string, readonly string[]>,
  ids: ReadonlySet<string>,
): readonly Protocol[] {
  const groups = new Map<string, Map<string, readonly string[]>>();
  for (const [name, members] of splits) {
    const parts = /^(.*?)[_-]?(train|val|test)[_-]?(.*)$/i.exec(name);
    if (!parts) continue;
    const group = [parts[1], parts[3]].filter((part) => part !== "").join("_");
    const sides = groups.get(group) ?? new Map<string, readonly string[]>();
    sides.set(
      parts[2]!.toLowerCase(),
      members.filter((id) => ids.has(id)),
    );
    groups.set(group, sides);
  }
  const protocols: Protocol[] = [];
  for (const [group, sides] of groups) {
    const train = sides.get("train");
    const test = sides.get("test") ?? sides.get("val");
    if (!train || !test || train.length === 0 || test.length === 0) continue;
    protocols.push({ name: NAMES[group.toLowerCase()] ?? group, by: "clip", train, test });
  }
  return protocols;
}
