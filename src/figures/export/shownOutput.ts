import { MIME, type RendererName } from "../../common/ids";
import { printable } from "../../common/payloads/printable";
import type { CellOutput } from "../../common/wire/worker";
import { trainingDrawings } from "./trainingDrawings";

/** What a page without programs shows of an output. */
export type Still =
  | { readonly form: "drawing"; readonly svg: string; readonly words: string }
  /** `png` in base64. */
  | { readonly form: "picture"; readonly png: string; readonly words: string }
  | { readonly form: "markdown"; readonly markdown: string }
  | { readonly form: "text"; readonly text: string };

export interface ShownOutput {
  /** The view that shows it in an editor or a page; null where it has none, or its payload is no JSON. */
  readonly view: { readonly name: RendererName; readonly payload: unknown } | null;
  /** Never empty. */
  readonly stills: readonly Still[];
}

/** One kind of content that is told in several forms: the liveliest for a page, and the best that paper has. */
export async function shownOutput(output: CellOutput): Promise<ShownOutput> {
  const view = viewOf(output);
  const words = firstLine(output["text/plain"] ?? "") || "A drawing.";
  const drawings = view?.name === "training" ? await trainingDrawings(view.payload) : [];
  return {
    view,
    stills: [...stillsOf(output, words), ...drawings.map((one) => ({ form: "drawing" as const, ...one }))],
  };
}

function viewOf(output: CellOutput): ShownOutput["view"] {
  for (const name of Object.keys(MIME) as RendererName[]) {
    const text = output[MIME[name]];
    if (text === undefined) continue;
    try {
      return { name, payload: JSON.parse(text) as unknown };
    } catch {
      return null;
    }
  }
  return null;
}

function stillsOf(output: CellOutput, words: string): Still[] {
  const svg = output["image/svg+xml"];
  if (svg !== undefined) return [{ form: "drawing", svg, words }];
  const png = output["image/png"];
  if (png !== undefined) return [{ form: "picture", png: png.replace(/\s/g, ""), words }];
  const markdown = output["text/markdown"];
  if (markdown !== undefined) return [{ form: "markdown", markdown }];
  return [{ form: "text", text: output["text/plain"] ?? "This output has no form that can be shown here.\n" }];
}

function firstLine(text: string): string {
  return printable(/^[^\r\n]*/.exec(text)![0]);
}
