import { layoutNamed, type Layout } from "../../model/skeleton/layout";

/** The layout that a data cell names. Throws HglError "model" for an unknown one. */
export async function layoutOf(name: string, _folder: string): Promise<Layout> {
  return await Promise.resolve(layoutNamed(name));
}
