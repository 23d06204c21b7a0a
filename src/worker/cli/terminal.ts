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

/** "0:07", "12:41", "3:05:00". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? noun : plural}`;
}

/** A path as short as it can be said from here. */
export function shown(path: string): string {
  const here = `${process.cwd()}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}
