import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { trainedNetwork } from "../attention/trainedNetwork";
import { chooseRun } from "../runs/chooseRun";
import { findRuns } from "../runs/findRuns";
import { makeFolder, writeFileAtomic } from "../store/atomicFile";
import { examples } from "./examples";
import { shown, type Terminal } from "./terminal";

export function exportCommand(terminal: Terminal): Command {
  return new Command("export-onnx")
    .description("Write a run's network as an ONNX file (opset 17), for any ONNX runtime.")
    .argument("<run>", "a run folder, or a run's id under ./.hgl/runs or its beginning")
    .option("-o, --out <file>", "where to write it; default <run id>.onnx here")
    .option("--best", "the weights that were best on validation, instead of the last ones")
    .addHelpText(
      "after",
      examples([
        ["hgl export-onnx .hgl/runs/3f2a90c1d7e8 --out hglnet.onnx", "the last weights"],
        ["hgl export-onnx 3f2a90c1d7e8 --best", "those of the epoch that was best on validation"],
      ]) +
        `
The network takes x [N, M, 3, V, T] (clips, bodies, coordinates, joints, frames; any N), prepared as the run's data cell says,
and gives logits [N, classes]. Class names, joints, stream and the run's id stand in the file's metadata.
`,
    )
    .action(async (run: string, { out, best }: { out?: string; best?: boolean }) => {
      const { folder } = chooseRun(run, () => findRuns("."));
      const { spec, network, checkpoint } = trainedNetwork(folder, best);
      const { config, classes, dataHash, codeVersion } = spec;
      const { exportOnnx } = await import("../../model/train/exportOnnx");
      const bytes = await exportOnnx(config, network.layout, classes.length, checkpoint.state, {
        "class names": JSON.stringify(classes),
        run: folder.id,
        seed: String(config.seed),
        "epochs trained": String(checkpoint.position.epoch),
        data: dataHash,
        "hgl version": codeVersion,
      });
      const file = resolve(out ?? `${folder.id}.onnx`);
      makeFolder(dirname(file));
      writeFileAtomic(file, bytes);
      terminal.out(
        `${shown(file)}: weights after epoch ${checkpoint.position.epoch}, ${(bytes.length / 1e6).toFixed(1)} MB\n`,
      );
    });
}
