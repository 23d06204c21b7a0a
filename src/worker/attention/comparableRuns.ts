import { layoutName } from "../../model/skeleton/layoutText";
import { HglError } from "../../common/errors";
import type { PlannedRun } from "../running/plan";

/**
 * Two networks' maps can be subtracted where both have the same parts over the same joints and frames, and have been tested on the same clips.
 * @throws HglError "cell" naming what is different
 */
export function checkComparable(cell: string, left: PlannedRun, right: PlannedRun): void {
  const facts = ({ spec, config }: PlannedRun): [string, unknown][] => [
    ["skeleton", layoutName(spec.layout)],
    ["data set", spec.dataHash.slice(0, 12)],
    ["split", config.data.split],
    ["window", config.data.window],
    ...Object.entries(config.model).map(([key, value]): [string, unknown] => [`network's ${key}`, value]),
  ];
  const others = new Map(facts(right));
  for (const [name, value] of facts(left)) {
    const [own, other] = [JSON.stringify(value), JSON.stringify(others.get(name))];
    if (own === other) continue;
    throw new HglError({
      code: "cell",
      where: `#${cell}`,
      what: `the ${name} of #${left.cell} is ${own}, that of #${right.cell} is ${other}, so their maps cannot be subtracted`,
      next: "compare two train cells with the same network and data, such as two streams or two trainings",
    });
  }
}
