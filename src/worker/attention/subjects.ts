import { HglError, nearest } from "../../common/errors";
import { differenceOf } from "../../model/evaluation/mapMean";
import type { NetworkMap } from "../../model/evaluation/maps";
import type { Dataset } from "../../model/data/dataset";
import { judgedClips, picksOfRun, type Asked, type JudgedClip } from "../running/views/skeletonClips";
import type { WatchedRun } from "./watchedRun";

/** What a payload shows, before it is packed. */
export interface Subject {
  readonly name: string;
  readonly label: string | null;
  readonly predicted: string | null;
  readonly clips: number;
  readonly signed: boolean;
  /** The clip whose movement stands beside its maps, and whether it is the maps' own. */
  readonly moving: { readonly clip: number; readonly own: boolean } | null;
  readonly maps: readonly NetworkMap[];
}

export interface AskedSubjects extends Asked {
  /** Names, or numbers from 1, of the classes whose means are shown. */
  readonly classes: readonly (string | number)[] | null;
}

/** Clips, then class means and the difference of two, then the network itself; all of them differences where there are two runs. */
export async function subjectsOf(
  asked: AskedSubjects,
  dataset: Dataset,
  watched: readonly WatchedRun[],
): Promise<Subject[]> {
  const [own, other] = watched as [WatchedRun, WatchedRun | undefined];
  const classes = classNumbers(asked, dataset);
  const judged = judgedClips(dataset, own.run);
  const signed = other !== undefined;
  const between = other === undefined ? "" : `: #${own.run.cell} minus #${other.run.cell}`;
  /** Of the run, or of both and their difference. */
  const seen = async (maps: (run: WatchedRun) => Promise<NetworkMap[]>): Promise<NetworkMap[]> =>
    other === undefined ? await maps(own) : differenceOf(comparable(await maps(own)), comparable(await maps(other)));

  const subjects: Subject[] = [];
  for (const { clip, predicted } of picksOfRun(asked, dataset, own.run)) {
    const { id, label } = dataset.clips[clip]!;
    subjects.push({
      name: `${id}${between}`,
      label: dataset.classes[label]!,
      predicted: predicted === null ? null : (dataset.classes[predicted] ?? null),
      clips: 1,
      signed,
      moving: { clip, own: true },
      maps: await seen((run) => run.of(clip)),
    });
  }
  const means: Subject[] = [];
  for (const number of classes) {
    const clips = clipsOfClass(asked, number, dataset, judged);
    const name = dataset.classes[number]!;
    means.push({
      name: `${name} (mean of ${clips.length === 1 ? "1 clip" : `${clips.length} clips`})${between}`,
      label: name,
      predicted: null,
      clips: clips.length,
      signed,
      moving: { clip: typical(number, clips).clip, own: false },
      maps: await seen((run) => run.meanOf(clips.map(({ clip }) => clip))),
    });
  }
  subjects.push(...means);
  const [first, second] = means;
  if (first && second && !signed) {
    const maps = differenceOf(first.maps, second.maps).filter(({ body }) => body !== null);
    const name = `${first.label} minus ${second.label}`;
    const both = { label: null, predicted: null, clips: first.clips + second.clips, signed: true, moving: null };
    // A network whose maps do not depend on the clip has nothing to tell classes apart by.
    if (maps.length > 0) subjects.push({ ...both, name, maps });
  }
  const still = await seen((run) => Promise.resolve([...run.still]));
  if (still.length > 0)
    subjects.push({
      name: `the network itself${between}`,
      ...{ label: null, predicted: null, clips: 0, signed, moving: null, maps: still },
    });
  return subjects;
}

/** Channels of two networks have nothing to do with each other. */
function comparable(maps: readonly NetworkMap[]): NetworkMap[] {
  return maps.filter(({ channel }) => channel === null);
}

/** @throws HglError "cell" for a class that the data do not have */
function classNumbers({ id, classes: wanted }: AskedSubjects, { name, classes }: Dataset): number[] {
  return (wanted ?? []).map((one) => {
    const number = typeof one === "number" ? one - 1 : classes.indexOf(one);
    if (classes[number] !== undefined) return number;
    const meant = typeof one === "string" ? nearest(one, classes) : undefined;
    throw new HglError({
      code: "cell",
      where: `#${id}`,
      what: `${name} has no class ${JSON.stringify(one)}`,
      next: meant
        ? `did you mean ${JSON.stringify(meant)}?`
        : `name one of its classes, or its number from 1 to ${classes.length}`,
    });
  });
}

function clipsOfClass(
  { id }: AskedSubjects,
  label: number,
  dataset: Dataset,
  judged: readonly JudgedClip[],
): readonly [JudgedClip, ...JudgedClip[]] {
  const [first, ...rest] = judged.filter(({ clip }) => dataset.clips[clip]!.label === label);
  if (first) return [first, ...rest];
  throw new HglError({
    code: "cell",
    where: `#${id}`,
    what: `the test split has no clip of the class ${JSON.stringify(dataset.classes[label])}`,
    next: "name another class",
  });
}

/** The clip of the class that the network is surest of. */
function typical(label: number, clips: readonly [JudgedClip, ...JudgedClip[]]): JudgedClip {
  const sure = ({ predicted, certainty }: JudgedClip) => (predicted === label ? certainty : -certainty);
  return clips.reduce((best, one) => (sure(one) > sure(best) ? one : best));
}
