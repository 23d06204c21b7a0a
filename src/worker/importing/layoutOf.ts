import { resolve } from "node:path";
import { layoutNamed, type Layout } from "../../model/skeleton/layout";
import { isLayoutFile } from "../../notebook/cells/data";
import { readLayoutFile } from "./layoutFile";

/**
 * The layout that a data cell names: a built-in one, or a YAML file that declares one, relative to the notebook's folder. Throws HglError
 * "model" for an unknown name, "disk" and "data" for a file that is missing or declares none.
 */
export function layoutOf(name: string, folder: string): Layout {
  return isLayoutFile(name) ? readLayoutFile(resolve(folder, name)) : layoutNamed(name);
}
