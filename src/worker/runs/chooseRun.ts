import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { HglError } from "../../common/errors";
import { openRun, type StoredRun } from "../running/storedRuns";
import { RunFolder } from "../store/runFolder";
import type { FoundRuns } from "./findRuns";

/** Runs told by id where several could be meant. */
const MOST_TOLD = 5;

/**
 * The run that a word means: a run's folder, its id, or the beginning of its id where no other begins so.
 * @param found called where the word is no folder; the runs among which ids are looked for
 * @throws HglError "store" where it means none, several, or a damaged one
 */
export function chooseRun(word: string, found: () => FoundRuns): StoredRun {
  const path = resolve(word);
  if (existsSync(join(path, "config.json"))) return openRun(new RunFolder(path));
  const { root, runs, damaged } = found();
  const begins = ({ folder }: { readonly folder: RunFolder }): boolean => word !== "" && folder.id.startsWith(word);
  const meant = runs.filter(begins);
  const broken = damaged.filter(begins);
  if (meant.length === 1 && broken.length === 0) return meant[0]!;
  if (meant.length === 0 && broken.length === 1)
    throw new HglError({
      code: "store",
      where: `run ${broken[0]!.folder.id}`,
      what: `this run is damaged (${broken[0]!.why})`,
      next: "delete its folder and run its cell again",
    });
  if (meant.length + broken.length > 1) {
    const ids = [...meant, ...broken].map(({ folder }) => folder.id);
    const more = ids.length > MOST_TOLD ? ` and ${ids.length - MOST_TOLD} more` : "";
    throw new HglError({
      code: "store",
      where: word,
      what: `${ids.length} runs begin so (${ids.slice(0, MOST_TOLD).join(", ")}${more})`,
      next: "write more of the id",
    });
  }
  throw new HglError({
    code: "store",
    where: word,
    what: "there is no run of this name here",
    next: `look what \`hgl runs list\` tells of ${root}, or name a run folder`,
  });
}
