import { statSync } from "node:fs";
import { basename } from "node:path";
import * as z from "zod";
import { checkConfusion, type ConfusionPayload } from "../../../common/payloads/confusion";
import { checkFusion, type FusionPayload } from "../../../common/payloads/fusion";
import { STREAMS } from "../../../common/vocabulary";
import type { ResolvedCell, ResolvedEnsemble, ResolvedMember } from "../../../notebook/resolve";
import { rowsOfAblation } from "../ablation/ablationRuns";
import type { VariantRuns } from "../ablation/variantRuns";
import { provenanceOf } from "../birthCertificate";
import { groupOf, type FigureSource } from "../figures/source";
import type { OpenedNotebook } from "../openNotebook";
import type { FinishedRun } from "../plan";
import { Cards } from "../../store/cards";
import { canonical, sha256 } from "../../store/runFolder";
import { codeVersion } from "../../version";
import { count } from "../../words";
import { fusionPayload } from "./fusionPayload";
import { fuseMembers, type FusedRow } from "./fuseMembers";
import { memberSources, readMembers, refused, type Members, type MemberSource, type RunsOf } from "./members";

const shares = z.array(z.number()).readonly();

/** What an ensemble cell's output is made of, as kept in `.hgl/data`. */
const factsSchema = z.object({
  format: z.literal(1),
  /** File name of the notebook and id of the cell. */
  notebook: z.string(),
  cell: z.string(),
  /** Unix milliseconds. */
  at: z.number(),
  /** What it was made from. */
  key: z.string(),
  members: z.array(
    z.object({
      name: z.string(),
      stream: z.enum(STREAMS).nullable(),
      /** What shows that a file's rows are of the tested clips; null for a train cell. */
      by: z.enum(["names", "labels", "order"]).nullable(),
    }),
  ),
  weights: z.enum(["fixed", "equal", "fitted", "given"]),
  clips: z.int().min(1),
  rows: z
    .array(
      z.object({
        name: z.string(),
        members: z.array(z.int().min(0)),
        /** One list for each fusion. */
        weights: z.array(shares),
        top1: shares,
        top5: shares,
        validation: shares.nullable(),
      }),
    )
    .min(1),
  /** Runs whose scores are in it. */
  runs: z.array(
    z.object({
      runId: z.string(),
      seed: z.number(),
      configHash: z.string().nullable(),
      dataHash: z.string().nullable(),
    }),
  ),
  fusion: z.custom<FusionPayload>((value) => checkFusion(value).ok),
  /** Of the last row. */
  confusion: z.custom<ConfusionPayload>((value) => checkConfusion(value).ok),
});
export type EnsembleFacts = z.output<typeof factsSchema>;

/**
 * Fuses a cell's members, or finds what was fused before from the same runs and files.
 * @throws HglError "cell" where a train cell has no finished run or members do not go together, "data", "store", "disk"
 */
export async function makeEnsemble(
  cell: ResolvedEnsemble,
  source: FigureSource,
): Promise<{ readonly facts: EnsembleFacts; readonly cached: boolean }> {
  const runs = await memberRuns(cell, source);
  const runsOf: RunsOf = (member) => runs.get(member) ?? [];
  const sources = memberSources(cell, runsOf);
  const { path } = source.opened;
  const stored = storedEnsemble(cell.id, { cell, runsOf }, path);
  if (stored && !stored.stale) return { facts: stored.facts, cached: true };
  const facts = await fusedFacts(cell, sources, source.opened);
  new Cards(path).write("ensemble", cardName(cell.id, path), facts);
  return { facts, cached: false };
}

/** @throws HglError "cell" naming the first member without a finished run */
async function memberRuns(
  cell: ResolvedEnsemble,
  source: FigureSource,
): Promise<ReadonlyMap<ResolvedMember, readonly FinishedRun[]>> {
  const found = new Map<ResolvedMember, readonly FinishedRun[]>();
  const rows = new Map<string, Promise<readonly VariantRuns[]>>();
  for (const member of cell.members) {
    if (member.kind === "train") found.set(member, (await groupOf(cell.id, member.id, source)).runs);
    if (member.kind !== "variant") continue;
    const { of, label } = member;
    if (!rows.has(of)) rows.set(of, rowsOfAblation(of, source));
    const runs = (await rows.get(of)!).find((row) => row.label === label)?.runs ?? [];
    if (runs.length === 0)
      throw refused(cell, `the variant "${label}" of #${of} has no finished run to fuse`, `run #${of} first`);
    found.set(member, runs);
  }
  return found;
}

/** What a cell of this id showed last. `now`: the cell and its runs as they are; without them it counts as stale. */
export function storedEnsemble(
  id: string,
  now: { readonly cell: ResolvedEnsemble; readonly runsOf: RunsOf } | undefined,
  notebookPath: string,
): { readonly facts: EnsembleFacts; readonly stale: boolean } | undefined {
  const facts = new Cards(notebookPath).read("ensemble", cardName(id, notebookPath), factsSchema);
  if (!facts) return undefined;
  const known = now?.cell.members.every((member) => member.kind === "file" || now.runsOf(member).length > 0);
  return { facts, stale: !known || facts.key !== keyOf(now!.cell, now!.runsOf) };
}

async function fusedFacts(
  cell: ResolvedEnsemble,
  sources: readonly MemberSource[],
  opened: OpenedNotebook,
): Promise<EnsembleFacts> {
  const members = readMembers(cell, sources);
  const { rows, predictions, validation } = fuseMembers(cell, members);
  const runs = new Map(sources.flatMap((own) => (own.runs ?? []).map((run) => [run.folder.id, run.spec])));
  return {
    format: 1,
    notebook: basename(opened.path),
    cell: cell.id,
    at: Date.now(),
    key: keyOf(cell, (member) => sources[cell.members.indexOf(member)]!.runs!),
    members: members.members.map(({ name, stream, runs: own, test }) => ({
      name,
      stream,
      by: own === null ? test[0]!.by : null,
    })),
    weights: Array.isArray(cell.weights) ? "given" : cell.weights,
    clips: members.clips.length,
    rows: rows.map(rowFacts),
    runs: [...provenanceOf([...runs.values()])],
    fusion: fusionPayload(cell, members, rows.at(-1)!, validation),
    confusion: await confusionOf(cell, members, {
      row: rows.at(-1)!,
      predictions,
      player: playerOf(cell, opened.cells),
    }),
  };
}

function rowFacts({ name, members, weights, evaluations, validation }: FusedRow): EnsembleFacts["rows"][number] {
  return {
    name,
    members: [...members],
    weights: [...weights],
    top1: evaluations.map(({ top1 }) => top1),
    top5: evaluations.map(({ top5 }) => top5),
    validation,
  };
}

/** Of all members together. Its clips are played as the first train cell saw them: a fusion has no network of its own. */
async function confusionOf(
  cell: ResolvedEnsemble,
  { members, clips, labels, names, fusions }: Members,
  {
    row: { evaluations },
    predictions,
    player,
  }: { readonly row: FusedRow; readonly predictions: readonly Int16Array[]; readonly player: string | null },
): Promise<ConfusionPayload> {
  const { confusionPayload } = await import("../../../figures/confusionPayload");
  const first = members.find(({ runs }) => runs !== null);
  const title = `#${cell.id}: true against predicted classes of the fusion, test split, ${count(fusions, "fusion")}`;
  if (!first || player === null) return confusionPayload(title, names, evaluations);
  const judged = {
    ids: clips,
    truth: labels,
    predictions: predictions.map((classes, fusion) => {
      const { folder, config } = first.runs![fusion] ?? first.runs![0]!;
      return { run: folder.id, seed: config.seed, classes };
    }),
  };
  return confusionPayload(title, names, evaluations, { cell: player, judged });
}

/** The train cell that plays the clips: the first member, or the one whose variant it is. */
function playerOf({ members }: ResolvedEnsemble, cells: readonly ResolvedCell[]): string | null {
  const first = members.find(({ kind }) => kind !== "file");
  if (first?.kind === "train") return first.id;
  const ablation = first?.kind === "variant" ? cells.find(({ id }) => id === first.of) : undefined;
  return ablation?.kind === "ablation" ? ablation.of : null;
}

/** One for everything that the result follows from: runs and files as they are, weights, streams, version. */
function keyOf(cell: ResolvedEnsemble, runsOf: RunsOf): string {
  const members = cell.members.map((member) =>
    member.kind === "file" ? stampOf(member.path) : runsOf(member).map(({ folder }) => folder.id),
  );
  return sha256(canonical({ members, weights: cell.weights, streams: cell.streams, version: codeVersion() })).slice(
    0,
    16,
  );
}

/** How a file and what lies beside it look. */
function stampOf(path: string): readonly (string | null)[] {
  const stem = path.slice(0, path.lastIndexOf("."));
  return [path, `${stem}.labels.npy`, `${stem}.clips.json`].map((file) => {
    const found = statSync(file, { throwIfNoEntry: false });
    return found ? `${basename(file)} ${found.size} ${found.mtimeMs}` : null;
  });
}

function cardName(id: string, notebookPath: string): string {
  return sha256(canonical([basename(notebookPath), id])).slice(0, 12);
}
