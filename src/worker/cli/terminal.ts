/** Where the command line writes; a test puts a recorder in. */
export interface Terminal {
  /** Results and plain progress lines. */
  out(text: string): void;
  /** Messages that are not results. */
  err(text: string): void;
  /** Columns of an interactive terminal, or null where output is a file or a pipe. */
  readonly columns: number | null;
}

/** The process's own streams. A reader that goes away (`hgl … | head`) silences the output, it does not stop a run. */
export function processTerminal(): Terminal {
  let open = true;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    open = false;
  });
  return {
    out: (text) => void (open && process.stdout.write(text)),
    err: (text) => void process.stderr.write(text),
    get columns() {
      return process.stdout.isTTY && process.env.TERM !== "dumb" ? process.stdout.columns || 80 : null;
    },
  };
}

/** A path as short as it can be said from here. */
export function shown(path: string): string {
  const here = `${process.cwd()}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}
