import { HglError } from "../../common/errors";

/** What `act` gives; its failure as diskError tells it. */
export function orDiskError<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskError(error, path);
  }
}

/** A failed read as one sentence for the user: HglError "disk", or "data" for a folder where a file should be. */
export function diskError(error: unknown, path: string): HglError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new HglError({
      code: "disk",
      what: `there is no file or folder ${path}`,
      next: "check `source` of the data cell",
    });
  }
  if (code === "EACCES" || code === "EPERM") {
    return new HglError({ code: "disk", what: `${path} may not be read`, next: "ask for read permission" });
  }
  if (code === "EISDIR") {
    return new HglError({
      code: "data",
      where: path,
      what: "this is a folder, not a file",
      next: "name the file in it",
    });
  }
  return new HglError({ code: "disk", where: path, what: `reading failed (${code ?? String(error)})` });
}
