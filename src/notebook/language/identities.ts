import { canonicalJson } from "../canonical";
import { severityOf } from "../findings";
import type { ResolvedCell, ResolvedTrain, ResolveOptions } from "../resolve";
import { resolveCells } from "../resolve";
import type { Frame, OpenCell } from "./sheet";
import { analysisOf, openSheet } from "./sheet";

/**
 * For each sound cell, by id, one text of all that its result follows from: its own configuration and those of the cells it needs, with every
 * default filled in, but not their names, layout or comments. Two texts differ when the results may. A cell with an error, or that needs one
 * with an error, has none.
 */
export function cellIdentities(
  cells: readonly OpenCell[],
  frame?: Frame,
  options: ResolveOptions = {},
): ReadonlyMap<string, string> {
  const { cells: checked, findings } = analysisOf(openSheet(cells, frame), options);
  const wrong = new Set(findings.filter(({ finding }) => severityOf(finding) === "error").map(({ index }) => index));
  const sound = new Map(checked.filter(({ index }) => !wrong.has(index)).map((cell) => [cell.id, cell]));
  // What needs a cell that is left out is left out too, until nothing more is.
  for (let before = -1; before !== sound.size;) {
    before = sound.size;
    for (const [id, cell] of sound) if (!cell.needs.every((needed) => sound.has(needed))) sound.delete(id);
  }
  const identities = new Map<string, string>();
  for (const cell of resolveCells([...sound.values()], options)) identities.set(cell.id, textOf(cell, identities));
  return identities;
}

/** The keys under which cells name others. */
const REFERENCES: ReadonlySet<string> = new Set(["of", "minus", "with", "members"]);

function textOf(cell: ResolvedCell, identities: ReadonlyMap<string, string>): string {
  switch (cell.kind) {
    case "data":
    case "model":
      return canonicalJson({ kind: cell.kind, config: cell.config });
    case "text":
      return canonicalJson({ kind: cell.kind, config: cell.config, data: identities.get(cell.data) });
    case "train":
      return canonicalJson({ kind: cell.kind, runs: runsOf(cell) });
    case "ablation": {
      const { design, factors } = cell;
      const variants = cell.variants.map(({ levels, train }) => ({ levels, runs: runsOf(train) }));
      return canonicalJson({ kind: cell.kind, design, factors, variants });
    }
    case "ensemble":
    case "view":
    case "figure":
    case "table": {
      const { id: _id, index: _index, needs, ...rest } = cell;
      const meant = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(meant);
        if (typeof value !== "object" || value === null) return named(value) ?? value;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, meant(inner)]));
      };
      const named = (id: unknown) => (typeof id === "string" && needs.includes(id) ? identities.get(id) : undefined);
      const references = Object.entries(rest).filter(([key]) => REFERENCES.has(key));
      return canonicalJson({ ...rest, ...Object.fromEntries(references.map(([key, id]) => [key, meant(id)])) });
    }
  }
}

/** How many threads compute changes the time, not the result. */
function runsOf({ runs }: ResolvedTrain): unknown {
  return runs.map(({ train: { threads: _threads, ...train }, ...run }) => ({ ...run, train }));
}
