import type { Describer } from "../text/video/describer";
import type { Desk } from "./desk";
import type { Work } from "./work";

/** One of the editor's own language models as a describer, for a cell that is being run; `model` is its id, family or name. */
export function editorModel(
  { askEditor }: Pick<Desk, "askEditor">,
  { execution }: Pick<Work, "execution">,
  model: string,
): Describer {
  return {
    name: `vscode:${model}`,
    describe: async (frames, prompt, stop) => {
      const encoded = frames.map((frame) => Buffer.from(frame).toString("base64"));
      return await askEditor("describeFrames", { execution, model, prompt, frames: encoded }, stop);
    },
  };
}
