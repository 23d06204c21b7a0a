import { Writable } from "node:stream";
import { Command } from "commander";

/** The editor's worker: it speaks the wire over stdin and stdout, and ends when stdin does. */
export function serveCommand(): Command {
  return new Command("serve")
    .description("Serve an editor over stdin and stdout (the extension calls this).")
    .option("--read-only", "only look: start, import and write nothing")
    .action(async ({ readOnly }: { readOnly?: boolean }) => {
      const output = claimStdout();
      process.on("uncaughtException", (error) => console.error(error.stack ?? error.message));
      process.on("unhandledRejection", (reason) => console.error(reason instanceof Error ? reason.stack : reason));
      const { serve } = await import("../serve/serve");
      await serve({ input: process.stdin, output, readOnly: readOnly === true });
      // Imports under way and followed runs would keep the process; nobody is there to hear of them.
      process.exit(0);
    });
}

/** From here on stdout belongs to the wire: whatever else would be printed goes to stderr. */
function claimStdout(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout) as (bytes: Uint8Array, done: (error?: Error | null) => void) => boolean;
  const wire = new Writable({
    write: (chunk: Buffer, _encoding, done) => void write(chunk, done),
  });
  stdout.on("error", (error) => wire.destroy(error));
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
  for (const name of ["log", "info", "debug"] as const) console[name] = console.error.bind(console);
  return wire;
}
