/** Time spent in one kind of node, over all runs of a profile. */
export interface ProfileRow {
  /** What the node is for, as named by its lowering, and the operator that ONNX Runtime ran. */
  readonly op: string;
  readonly calls: number;
  readonly ms: number;
}

interface ProfileEvent {
  readonly cat?: string;
  readonly name?: string;
  readonly dur?: number;
  readonly args?: { readonly op_name?: string };
}

/** Adds up ONNX Runtime's profile (a JSON array of trace events) by kind of node, the most expensive first. */
export function summariseProfile(json: string): ProfileRow[] {
  const rows = new Map<string, { calls: number; ms: number }>();
  for (const event of JSON.parse(json) as ProfileEvent[]) {
    if (event.cat !== "Node" || !event.name?.endsWith("_kernel_time")) continue;
    const operator = event.args?.op_name ?? "?";
    const label = event.name.split("#")[0]!.toLowerCase();
    const op = label === operator.toLowerCase() || /^(node_|v\d)/.test(label) ? operator : `${label} (${operator})`;
    const row = rows.get(op) ?? { calls: 0, ms: 0 };
    rows.set(op, { calls: row.calls + 1, ms: row.ms + (event.dur ?? 0) / 1000 });
  }
  return [...rows].map(([op, row]) => ({ op, ...row })).sort((a, b) => b.ms - a.ms);
}
