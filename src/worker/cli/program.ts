import { Command, CommanderError } from "commander";
import { benchCommand } from "../bench/benchCommand";
import { doctorCommand } from "../doctor";
import { noKeys } from "../text/environmentKeys";
import { codeVersion } from "../version";
import { checkCommand } from "./checkCommand";
import { dataCommand } from "./dataCommand";
import { examples } from "./examples";
import { exportCommand } from "./exportCommand";
import { exportNotebookCommand } from "./exportNotebookCommand";
import { reportFailure } from "./failure";
import { figureCommand } from "./figureCommand";
import { rebuildFigureFiles } from "../running/figures/rebuild";
import { modelCommand } from "./modelCommand";
import { runCommand } from "./runCommand";
import { runsCommand } from "./runsCommand";
import { serveCommand } from "./serveCommand";
import type { Terminal } from "./terminal";
import { trainCommand } from "./trainCommand";

/** Runs one command line (without node and script); returns the exit status. Nothing thrown leaves it. `keyFor`: keys of endpoints. */
export async function runCli(args: readonly string[], terminal: Terminal, keyFor = noKeys): Promise<number> {
  try {
    await programOn(terminal, keyFor).parseAsync(args as string[], { from: "user" });
    return 0;
  } catch (error) {
    return reportFailure(error, terminal);
  }
}

export function programOn(terminal: Terminal, keyFor = noKeys): Command {
  const program = new Command("hgl")
    .description("Trains and evaluates HGLNet on skeletons, from HocSLM notebooks (.hgl.md).")
    .version(codeVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print a command's help")
    .showHelpAfterError(false)
    .addHelpText(
      "after",
      examples([
        ["hgl run media/notebooks/first-run.hgl.md", "train the sample notebook"],
        ["hgl check my.hgl.md", "look for mistakes without running anything"],
        ["hgl model --layout ntu25 --classes 60", "what the network is made of"],
        ["hgl run --help", "what a command can do"],
      ]) + EXIT_CODES,
    );
  program.addCommand(runCommand(terminal, keyFor));
  program.addCommand(runsCommand(terminal));
  program.addCommand(checkCommand(terminal));
  program.addCommand(modelCommand(terminal));
  program.addCommand(dataCommand(terminal));
  program.addCommand(exportNotebookCommand(terminal));
  program.addCommand(exportCommand(terminal));
  program.addCommand(figureCommand(terminal, rebuildFigureFiles));
  program.addCommand(benchCommand(terminal));
  program.addCommand(doctorCommand(terminal));
  program.addCommand(trainCommand(terminal), { hidden: true });
  program.addCommand(serveCommand(), { hidden: true });
  prepare(program, terminal);
  return program;
}

/** Commander throws instead of exiting, writes where we write, and leaves the wording of errors to us; for every command below too. */
function prepare(command: Command, terminal: Terminal): void {
  command.exitOverride((error) => {
    throw error;
  });
  command.configureOutput({
    writeOut: (text) => terminal.out(text),
    writeErr: (text) => terminal.out(text),
    outputError: () => {},
  });
  command.configureHelp({ showGlobalOptions: false });
  command.helpOption("-h, --help", "print this help");
  if (command.commands.length > 0 && command.parent) {
    command.action(() => {
      command.outputHelp();
      throw new CommanderError(64, "commander.help", "(help)");
    });
  }
  command.commands.forEach((child) => prepare(child, terminal));
}

const EXIT_CODES = `
Exit status: 0 done, 1 failed, 64 wrong usage, 70 a fault of hgl itself, 130 interrupted.
`;
