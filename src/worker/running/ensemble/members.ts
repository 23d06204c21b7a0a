import { basename } from "node:path";
import { HglError } from "../../../common/errors";
import type { Stream } from "../../../common/vocabulary";
import { numberedClasses } from "../../../model/data/classNames";
import { alignScores, type AlignedScores, type TestedClips } from "../../../model/evaluation/alignScores";
import type { ScoreFile } from "../../../model/evaluation/scoreFile";
import type { ResolvedEnsemble, ResolvedMember } from "../../../notebook/resolve";
import { readScores } from "../../store/scores";
import { count } from "../../words";
import type { FinishedRun } from "../plan";
import { openScores } from "./openScores";

/** What an ensemble is made of, before any score is read. */
export interface MemberSource {
  /** "#joint", a variant's label, or a file's name. */
  readonly name: string;
  readonly stream: Stream | null;
  /** By seed in the train cell's order; null for a file. */
  readonly runs: readonly FinishedRun[] | null;
  /** Absolute path; null where there are runs. */
  readonly file: string | null;
}

/** The finished runs of a member that is no file, by seed. */
export type RunsOf = (member: ResolvedMember) => readonly FinishedRun[];

/** A member's scores, in the order of the tested clips. */
export interface Member extends Pick<MemberSource, "name" | "stream" | "runs"> {
  /** One for each fusion. */
  readonly test: readonly AlignedScores[];
}

export interface Members extends TestedClips {
  readonly names: readonly string[];
  readonly members: readonly Member[];
  /** One for each seed. */
  readonly fusions: number;
}

/** The members in the cell's order. @throws HglError "cell" for streams or numbers of seeds that do not go together */
export function memberSources(cell: ResolvedEnsemble, runsOf: RunsOf): readonly MemberSource[] {
  const sources = cell.members.map((member, at): MemberSource => {
    const said = cell.streams?.[at] ?? null;
    if (member.kind === "file") return { name: basename(member.path), stream: said, runs: null, file: member.path };
    const runs = runsOf(member);
    const name = member.kind === "train" ? `#${member.id}` : member.label;
    const { stream } = runs[0]!.config.data;
    if (said !== null && said !== stream) {
      const what = `${name} was trained on the stream ${stream}, and \`streams\` says ${said}`;
      throw refused(cell, what, "correct `streams`, or leave it out");
    }
    return { name, stream, runs, file: null };
  });
  const most = Math.max(...sources.map(({ runs }) => runs?.length ?? 1));
  const odd = sources.find(({ runs }) => runs && runs.length !== 1 && runs.length !== most);
  if (odd) {
    const what = `${odd.name} has ${count(odd.runs!.length, "finished run")} and another member ${most}, so they cannot be paired seed by seed`;
    throw refused(cell, what, "give all train cells as many seeds, and run them");
  }
  return sources;
}

/**
 * Reads the members' test scores and puts them in one order of clips: the first train cell's, else that of the first file that says its labels.
 * @throws HglError "cell" where nobody says the labels or the classes differ, "data" for scores of other clips, "store", "disk"
 */
export function readMembers(cell: ResolvedEnsemble, sources: readonly MemberSource[]): Members {
  const files = sources.map(({ file }) => (file === null ? null : openScores(file)));
  const tested = testedClips(cell, sources, files);
  const fusions = Math.max(...sources.map(({ runs }) => runs?.length ?? 1));
  const members = sources.map(({ name, stream, runs, file }, at): Member => {
    if (runs === null) return { name, stream, runs, test: [alignScores(file!, files[at]!, tested)] };
    checkClasses(cell, name, runs, tested.names);
    return { name, stream, runs, test: runs.map((run) => aligned(run, "test", tested)) };
  });
  return { ...tested, members, fusions };
}

/** A run's scores of a partition in the order of some clips. */
export function aligned({ folder }: FinishedRun, partition: "test" | "validation", tested: TestedClips): AlignedScores {
  return alignScores(`run ${folder.id}, ${partition}`, readScores(folder.scoresPath, partition), tested);
}

function testedClips(
  cell: ResolvedEnsemble,
  sources: readonly MemberSource[],
  files: readonly (ScoreFile | null)[],
): TestedClips & { readonly names: readonly string[] } {
  const run = sources.find(({ runs }) => runs !== null)?.runs?.[0];
  if (run) {
    const { clips, labels, classes } = readScores(run.folder.scoresPath, "test");
    return { clips, labels, classes, names: run.result.classes };
  }
  const file = files.find((one) => one?.labels && one.clips) ?? files.find((one) => one?.labels);
  if (!file?.labels) {
    const next = "add a train cell, or put NAME.labels.npy beside a file";
    throw refused(cell, "no member says which class a clip has", next);
  }
  const clips = file.clips ?? Array.from(file.labels, (_, row) => `clip ${row + 1}`);
  return { clips, labels: file.labels, classes: file.classes, names: numberedClasses(file.classes) };
}

function checkClasses(
  cell: ResolvedEnsemble,
  name: string,
  runs: readonly FinishedRun[],
  names: readonly string[],
): void {
  const { classes } = runs[0]!.result;
  const at = names.findIndex((one, i) => one !== classes[i]);
  if (at < 0 && classes.length === names.length) return;
  const what =
    classes.length === names.length
      ? `class ${at + 1} of ${name} is ${JSON.stringify(classes[at])}, and of the others ${JSON.stringify(names[at])}`
      : `${name} tells apart ${count(classes.length, "class", "classes")}, and others ${names.length}`;
  throw refused(cell, what, "fuse train cells on the same data");
}

export function refused({ id }: Pick<ResolvedEnsemble, "id">, what: string, next: string): HglError {
  return new HglError({ code: "cell", where: `#${id}`, what, next });
}
