import type { Answered, Asked } from "../../common/wire/worker";
import { mayAct, type Desk } from "./desk";

/** Writes a notebook with its outputs as one file, as `hgl export` does. @throws HglError "usage", "notebook", "disk" */
export async function exportFile(desk: Desk, asked: Asked<"exportFile">): Promise<Answered<"exportFile">> {
  mayAct(desk, "exporting");
  const { exportNotebook } = await import("../exporting/exportNotebook");
  const { missing } = await exportNotebook(desk, asked);
  return { missing };
}
