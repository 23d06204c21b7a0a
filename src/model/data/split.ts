import type { DataConfig } from "../../common/config";
import { HglError, nearest } from "../../common/errors";
import { RANDOM_STREAMS, randomStream } from "../random";
import type { Clip, Dataset } from "./dataset";
import { shuffle } from "./order";
import { unseenLabels } from "./unseen";
import type { Protocol } from "./protocol";

/** Clip numbers per partition, each ascending; no clip is in two of them. */
export interface Split {
  readonly train: number[];
  readonly validation: number[];
  readonly test: number[];
}

/**
 * Divides the clips into test and training by the configured protocol, then carves the validation share out of the
 * training subjects (out of the training clips, per class, where subjects are unknown). A pure function of its arguments;
 * the seed touches only the carving. Clips of unseen classes stay in the test split alone. Throws HglError "data" for an unknown protocol, subject, view or set-up, one that is on both
 * sides, an empty partition, or a class that is left without a training clip.
 */
export function splitDataset(
  dataset: Dataset,
  config: Pick<DataConfig, "split" | "validation" | "unseen">,
  seed: number,
): Split {
  const { clips } = dataset;
  const unseen = unseenLabels(dataset, config);
  const protocol = protocolOf(dataset, config.split);
  const own = dataset.protocols.includes(protocol);
  const { train, test } = protocol.by === "clip" ? byClip(dataset, protocol) : byNumber(dataset, protocol, own);
  const sidesOf = (side: ReadonlySet<string | number>): number[] =>
    numbersOf(clips, (clip) => side.has(protocol.by === "clip" ? clip.id : clip[protocol.by]));
  const tested = sidesOf(test);
  const training = sidesOf(train).filter((at) => !unseen.has(clips[at]!.label));
  if (tested.length === 0) fail(dataset, "the test split is empty", `name a ${protocol.by} that has clips under test`);
  if (tested.every((at) => unseen.has(clips[at]!.label)))
    fail(
      dataset,
      "every test clip is of an unseen class",
      "name more classes' clips under test, or fewer under unseen",
    );
  if (training.length === 0) fail(dataset, "the training split is empty", `leave a ${protocol.by} out of test`);
  checkClasses(dataset, training, unseen, `name more ${protocol.by}s under train`);
  const validation = new Set(carve(dataset, training, config.validation, seed));
  return {
    train: training.filter((at) => !validation.has(at)),
    validation: [...validation].sort(ascending),
    test: tested,
  };
}

/** The protocol that a cell's split means: the data set's first, one of its own by name, or the cell's own sides. */
export function protocolOf(dataset: Pick<Dataset, "name" | "protocols">, wanted: DataConfig["split"]): Protocol {
  const { by, train, test } = wanted;
  if (by === "subject" || by === "view" || by === "setup") return { name: `by ${by}`, by, train, test };
  const { protocols } = dataset;
  const names = protocols.map(({ name }) => name);
  const found = by === "default" ? protocols[0] : protocols.find(({ name }) => name.toLowerCase() === by.toLowerCase());
  if (found) return found;
  if (by === "default")
    fail(dataset, "the data set has no split of its own", "say by which subjects, views or set-ups to split");
  const guess = nearest(by, names);
  const others =
    names.length > 0
      ? `use ${names.join(" or ")}, or split by subject, view or setup`
      : "split by subject, view or setup";
  return fail(dataset, `there is no split "${by}"`, guess ? `did you mean "${guess}"?` : others);
}

interface Sides<T> {
  readonly train: ReadonlySet<T>;
  readonly test: ReadonlySet<T>;
}

/** Where one side is not given, it is everybody who is not on the other. A published protocol may name people whom a partial copy does not show. */
function byNumber(
  dataset: Dataset,
  { by, train, test }: Exclude<Protocol, { by: "clip" }>,
  published: boolean,
): Sides<number> {
  const present = [...new Set(dataset.clips.map((clip) => clip[by]))].filter((id) => id > 0).sort(ascending);
  if (present.length === 0) {
    fail(dataset, `no clip says which ${by} it shows`, `split by ${by === "subject" ? "view" : "subject"} instead`);
  }
  for (const id of [...train, ...test]) {
    if (!published && !present.includes(id))
      fail(dataset, `there is no ${by} ${id}`, `use some of ${present.join(", ")}`);
  }
  const both = train.find((id) => test.includes(id));
  if (both !== undefined) fail(dataset, `${by} ${both} is under train and under test`, "name it on one side only");
  if (train.length === 0 && test.length === 0)
    fail(dataset, `the split by ${by} names nobody`, `list the ${by}s of test`);
  return {
    train: new Set(train.length > 0 ? train : present.filter((id) => !test.includes(id))),
    test: new Set(test.length > 0 ? test : present.filter((id) => !train.includes(id))),
  };
}

function byClip(dataset: Dataset, { name, train, test }: Extract<Protocol, { by: "clip" }>): Sides<string> {
  const sides = { train: new Set(train), test: new Set(test) };
  const both = train.find((id) => sides.test.has(id));
  if (both !== undefined)
    fail(dataset, `${name} has clip ${both} under train and under test`, "mend the list of the source");
  return sides;
}

function carve(dataset: Dataset, training: readonly number[], share: number, seed: number): number[] {
  if (share === 0) return [];
  if (!(share > 0 && share <= 0.5)) fail(dataset, `a validation share of ${share}`, "choose 0 to 0.5");
  const subjectsKnown = training.every((at) => dataset.clips[at]!.subject > 0);
  return subjectsKnown ? carveSubjects(dataset, training, share, seed) : carveClips(dataset, training, share, seed);
}

/** Whole subjects in a drawn order, passing over one without whom a class would have no training clip. */
function carveSubjects(dataset: Dataset, training: readonly number[], share: number, seed: number): number[] {
  const clipsOf = new Map<number, number[]>();
  for (const at of training) {
    const { subject } = dataset.clips[at]!;
    const held = clipsOf.get(subject);
    if (held) held.push(at);
    else clipsOf.set(subject, [at]);
  }
  const subjects = [...clipsOf.keys()].sort(ascending);
  const wanted = Math.min(Math.max(1, Math.round(share * subjects.length)), subjects.length - 1);
  const remaining = classCounts(dataset, training);
  const taken: number[] = [];
  let takenSubjects = 0;
  for (const subject of shuffle(subjects, randomStream({ ...SPLIT_KEY, seed, use: 0 }))) {
    if (takenSubjects === wanted) break;
    const lost = classCounts(dataset, clipsOf.get(subject)!);
    if (remaining.some((count, label) => lost[label]! > 0 && count === lost[label])) continue;
    lost.forEach((count, label) => (remaining[label]! -= count));
    taken.push(...clipsOf.get(subject)!);
    takenSubjects++;
  }
  if (taken.length === 0) {
    const what = `no training subject of ${subjects.length} can be held out without losing a class or all training clips`;
    fail(dataset, what, "set validation: 0, or train on more subjects");
  }
  return taken;
}

/** The share of every class, at least one clip in all, never a class's last clip. */
function carveClips(dataset: Dataset, training: readonly number[], share: number, seed: number): number[] {
  const stream = randomStream({ ...SPLIT_KEY, seed, use: 1 });
  const perClass = dataset.classes.map((_, label) =>
    shuffle(
      training.filter((at) => dataset.clips[at]!.label === label),
      stream,
    ),
  );
  const taken = perClass.flatMap((clips) =>
    clips.slice(0, Math.min(Math.round(share * clips.length), clips.length - 1)),
  );
  if (taken.length > 0) return taken;
  const largest = perClass.reduce((a, b) => (b.length > a.length ? b : a));
  if (largest.length < 2) fail(dataset, "no class has a training clip to spare for validation", "set validation: 0");
  return largest.slice(0, 1);
}

const SPLIT_KEY = { stream: RANDOM_STREAMS.split, epoch: 0, sample: 0 } as const;

function checkClasses(dataset: Dataset, training: readonly number[], unseen: ReadonlySet<number>, next: string): void {
  const missing = classCounts(dataset, training).flatMap((count, label) =>
    count === 0 && !unseen.has(label) ? [dataset.classes[label]] : [],
  );
  if (missing.length === 0) return;
  const names = missing.map((name) => `"${name}"`).join(", ");
  fail(dataset, `${missing.length === 1 ? "class" : "classes"} ${names} without a training clip`, next);
}

function classCounts(dataset: Dataset, indices: readonly number[]): number[] {
  const counts = dataset.classes.map(() => 0);
  for (const at of indices) counts[dataset.clips[at]!.label]!++;
  return counts;
}

function numbersOf(clips: readonly Clip[], wanted: (clip: Clip) => boolean): number[] {
  return clips.flatMap((clip, at) => (wanted(clip) ? [at] : []));
}

const ascending = (a: number, b: number): number => a - b;

function fail(dataset: Pick<Dataset, "name">, what: string, next: string): never {
  throw new HglError({ code: "data", where: `split of ${dataset.name}`, what, next });
}
