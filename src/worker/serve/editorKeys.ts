import type { KeyFor } from "../text/keys";
import { originOf } from "../text/origin";
import type { Desk } from "./desk";
import type { Work } from "./work";

/** Keys from the editor's secret storage, for a cell that is being run; asked for once an origin, and forgotten with the cell. */
export function editorKeys({ askEditor }: Pick<Desk, "askEditor">, work: Pick<Work, "execution" | "stop">): KeyFor {
  const asked = new Map<string, Promise<string | null>>();
  const ask = async (origin: string): Promise<string | null> =>
    (await askEditor("keyFor", { execution: work.execution, origin }, work.stop)).key;
  return async (endpoint) => {
    const origin = originOf(endpoint);
    const known = asked.get(origin) ?? ask(origin);
    asked.set(origin, known);
    return await known;
  };
}
