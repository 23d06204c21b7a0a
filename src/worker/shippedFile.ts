import { existsSync } from "node:fs";
import { join } from "node:path";
import { HglError } from "../common/errors";
import { packageFolder } from "./version";

/** A file that comes with the package, by its path in it; `what` names it in the error. Throws HglError "disk" where it is missing. */
export function shippedFile(path: string, what: string): string {
  const file = join(packageFolder(), path);
  if (existsSync(file)) return file;
  throw new HglError({
    code: "disk",
    what: `${what} ${path} is missing from this installation`,
    next: "install HocSLM Notebook again",
  });
}
