import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { HglError } from "../../common/errors";
import { printable } from "../../common/payloads/printable";
import { provenanceLine } from "../../figures/provenance";
import type { Check } from "../running/figureCheck";
import type { BuildFigureFiles } from "../running/figureRebuild";
import { examples } from "./examples";
import { shown, type Terminal } from "./terminal";

interface FigureOptions {
  readonly notebook?: string;
  readonly write?: boolean;
}

const FILE = "an SVG, PDF, PNG or GIF that hgl has written";
const NOTEBOOK = [
  "--notebook <path>",
  "the notebook it was made from; default is the one of its name beside it or above",
] as const;

/** @param build what makes a cell's figures; without it there is no `rebuild` */
export function figureCommand(terminal: Terminal, build?: BuildFigureFiles): Command {
  const command = new Command("figure").description("Look where a figure's file comes from, and make it again.");
  command.addCommand(verifyCommand(terminal));
  if (build) command.addCommand(rebuildCommand(terminal, build));
  return command;
}

function verifyCommand(terminal: Terminal): Command {
  return new Command("verify")
    .description("Read a figure's birth certificate, and say whether file, cell and runs are still what they were.")
    .argument("<file>", FILE)
    .option(...NOTEBOOK)
    .addHelpText(
      "after",
      examples([
        ["hgl figure verify figures/confusion.pdf", "where it comes from, and what was changed since"],
        ["hgl figure verify paper/fig3.png --notebook my.hgl.md", "a figure that lies elsewhere"],
      ]),
    )
    .action(async (file: string, { notebook }: FigureOptions) => {
      const { checkFigure, notebookOf, readFigure } = await import("../running/figureCheck");
      const figure = readFigure(file);
      const checks = checkFigure(figure, notebookOf(file, figure.certificate, notebook));
      terminal.out(`${file}: ${provenanceLine(figure.certificate)}.\n${checks.map(checkLine).join("")}`);
      const failed = checks.filter(({ same }) => same === false);
      if (failed.length > 0)
        throw new HglError({
          code: "data",
          where: file,
          what: failed.map(({ says }) => printable(says)).join("; "),
          next: "make the figure again",
        });
    });
}

function rebuildCommand(terminal: Terminal, build: BuildFigureFiles): Command {
  return new Command("rebuild")
    .description("Make a figure again from its notebook and runs, and say what is different.")
    .argument("<file>", FILE)
    .option(...NOTEBOOK)
    .option("--write", "put the new file in place of the old one where they differ")
    .addHelpText(
      "after",
      examples([
        ["hgl figure rebuild figures/confusion.pdf", "exit status 0 where it comes out the same, byte for byte"],
        ["hgl figure rebuild figures/confusion.pdf --write", "and replace it where it does not"],
      ]),
    )
    .action(async (file: string, { notebook, write }: FigureOptions) => {
      const { notebookOf, readFigure } = await import("../running/figureCheck");
      const { rebuildFigure } = await import("../running/figureRebuild");
      const { openCell, readNotebookText } = await import("../running/openNotebook");
      const { writeFileAtomic } = await import("../store/atomicFile");
      const before = readFigure(file);
      const path = notebookOf(file, before.certificate, notebook);
      if (path === undefined)
        throw new HglError({
          code: "notebook",
          where: file,
          what: `its notebook ${printable(before.certificate.notebook)} is not in ${shown(dirname(resolve(file)))} or above`,
          next: "name it by --notebook",
        });
      const opened = openCell(path, readNotebookText(path), before.certificate.cell);
      const { bytes, changes } = await rebuildFigure(before, opened, build);
      if (changes.length === 0) return terminal.out(`${file}: made again, and it is the same, byte for byte.\n`);
      const differences = changes.map((change) => `  ${printable(change)}.\n`).join("");
      if (!write) {
        terminal.out(`${file}: made again, and it is different.\n${differences}`);
        throw new HglError({
          code: "data",
          where: file,
          what: "made again it is another file",
          next: "add --write to replace it",
        });
      }
      writeFileAtomic(resolve(file), bytes);
      terminal.out(`${file}: made again and replaced.\n${differences}`);
    });
}

function checkLine({ of, same, says }: Check): string {
  const mark = same === null ? "not known" : same ? "same" : "different";
  return `  ${of.padEnd(9)}${mark.padEnd(10)}${printable(says)}.\n`;
}
