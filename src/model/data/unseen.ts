import type { DataConfig } from "../../common/config";
import { HglError, nearest } from "../../common/errors";
import type { Dataset } from "./dataset";

/**
 * Labels of the classes that are held out of training and validation.
 *
 * @throws HglError "data" for a name that is no class, and where fewer than two classes are left to train on
 */
export function unseenLabels(
  { name, classes }: Pick<Dataset, "name" | "classes">,
  { unseen = [] }: Pick<DataConfig, "unseen">,
): ReadonlySet<number> {
  const fail = (what: string, next: string): never => {
    throw new HglError({ code: "data", where: `split of ${name}`, what, next });
  };
  const labels = unseen.map((wanted) => {
    const label = classes.indexOf(wanted);
    if (label >= 0) return label;
    const guess = nearest(wanted, classes);
    return fail(
      `\`unseen\` names "${wanted}", which is no class of the data`,
      guess === undefined ? "use a name as the data card shows it" : `did you mean "${guess}"?`,
    );
  });
  const held = new Set(labels);
  if (held.size === 0 || classes.length - held.size >= 2) return held;
  const left = classes.length - held.size;
  return fail(
    `\`unseen\` names ${held.size} of ${classes.length} classes, which leaves ${left === 0 ? "none" : "one"} to train on`,
    "leave at least two classes out of it",
  );
}
