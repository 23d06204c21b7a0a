import { knownChanges, targetOf } from "../cells/ablationChanges";
import type { KindName } from "../cells/kinds";
import type { Path } from "../yaml";
import type { KnownKey } from "./describe";
import { keyAt } from "./describe";

/** A key of a cell. */
export interface KeyPlace {
  readonly kind: KindName;
  readonly path: Path;
}

/** The key that stands at a place, which below an ablation's `factors` is one of the cells that are varied. */
export function keyMeantAt(kind: KindName, path: Path): KeyPlace {
  if (kind !== "ablation" || path[0] !== "factors") return { kind, path };
  const [, factor, level, change] = path;
  const named = typeof level === "string" ? change : factor;
  const target = typeof named === "string" ? targetOf(named) : undefined;
  if (!target) return { kind, path };
  // What comes before is the factor's name and the place of a level.
  const below = path.slice(typeof level === "string" ? 4 : 3);
  return "replaces" in target
    ? { kind: "train", path: [target.replaces, ...below] }
    : { kind: target.kind, path: [...target.path, ...below] };
}

/** Whether the keys of the map at a path are changes: a factor's name, or what a named variant changes. */
export function takesChanges(kind: KindName, path: Path): boolean {
  return kind === "ablation" && path[0] === "factors" && (path.length === 1 || path.length === 3);
}

/** Every change with the key that it changes. */
export function changesKnown(): { readonly name: string; readonly kind: KindName; readonly known: KnownKey }[] {
  return knownChanges().flatMap((name) => {
    const { kind, path } = keyMeantAt("ablation", ["factors", name]);
    const known = keyAt(kind, path);
    return known ? [{ name, kind, known }] : [];
  });
}
