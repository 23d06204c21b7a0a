import { HglError } from "../../../common/errors";
import type { ImportOptions } from "../format";

/** For a reader that knows its skeleton: throws HglError "data" when the cell names another one. */
export function refuseOtherLayout({ layout }: ImportOptions, known: string, where: string): void {
  if (layout === undefined || layout.name === known) return;
  const what = `the cell names the skeleton layout "${layout.name}", but these clips have ${known}`;
  throw new HglError({ code: "data", where, what, next: `leave out layout, or name ${known}` });
}
