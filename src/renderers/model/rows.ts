import type { NetworkView, PartView, Setting } from "../../common/payloads/model";

export interface TreeRow {
  /** Its own within the network: "block 3", "block 3 GSM". */
  readonly id: string;
  readonly name: string;
  /** What it hands on; null on the row of the sums. */
  readonly output: { readonly shape: string; readonly bytes: number } | null;
  readonly parameters: number;
  readonly macs: number;
  readonly kept: number;
  /** Null where time is not measured apart. */
  readonly ms: number | null;
  readonly settings: readonly Setting[];
  /** The parts of a block. */
  readonly children: readonly TreeRow[];
}

/** A network as a tree of two levels (stem, blocks with their parts, head), and the sum of it all. */
export function treeOf({ parts, blocks, times }: NetworkView): { rows: readonly TreeRow[]; total: TreeRow } {
  const rows = parts.flatMap((part): TreeRow[] => {
    if (part.block === null) return [leaf(part, part.name)];
    const own = parts.filter(({ block }) => block === part.block);
    if (own[0] !== part) return [];
    const name = `block ${part.block}`;
    const children = own.map((one) => leaf(one, `${name} ${one.name}`));
    const { settings } = blocks[part.block - 1]!;
    const ms = times ? times.milliseconds[part.block - 1]! : null;
    return [{ id: name, name, output: children.at(-1)!.output, ...sums(children), ms, settings, children }];
  });
  const ms = times ? times.milliseconds.reduce((sum, one) => sum + one, 0) : null;
  return { rows, total: { id: "total", name: "total", output: null, ...sums(rows), ms, settings: [], children: [] } };
}

function leaf({ name, output, outputBytes, parameters, macs, kept, settings }: PartView, id: string): TreeRow {
  return {
    id,
    name,
    output: { shape: output, bytes: outputBytes },
    parameters,
    macs,
    kept,
    ms: null,
    settings,
    children: [],
  };
}

function sums(rows: readonly TreeRow[]): Pick<TreeRow, "parameters" | "macs" | "kept"> {
  const sum = (read: (row: TreeRow) => number): number => rows.reduce((all, row) => all + read(row), 0);
  return { parameters: sum((row) => row.parameters), macs: sum((row) => row.macs), kept: sum((row) => row.kept) };
}
