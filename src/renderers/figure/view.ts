import type { FigureFile, FigurePayload } from "../../common/payloads/figure";
import { printable } from "../../common/payloads/printable";
import { followScheme } from "../frame/colour";
import { make, makeChoice, makeWarnings } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { STYLE } from "./style";

/** Sizes of the picture: of paper, or of the cell. */
const SIZES = [
  ["1", "as on paper"],
  ["1.5", "150 %"],
  ["2", "200 %"],
  ["fit", "as wide as the cell"],
] as const;

/**
 * A figure on its paper, in the size that it will have there. The drawing is shown as a picture, so that nothing in it can run or load; its
 * files are opened by the extension, where there is one.
 */
export function openView(host: HTMLElement, payload: FigurePayload, page: Page): OpenView<FigurePayload> {
  const { title, svg, width, height, scheme, files, warnings } = payload;
  const root = make("section", "hgl hglf");
  const name = printable(title);
  root.setAttribute("aria-label", `Figure: ${name}`);

  const paper = make("div", `hglf-paper hglf-${scheme}`);
  paper.tabIndex = 0;
  paper.setAttribute("role", "group");
  paper.setAttribute("aria-label", "The figure on its paper");
  const picture = make("img");
  picture.alt = name;
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  paper.append(picture);

  const bar = make("div", "hgl-bar");
  const size = makeChoice("Size", SIZES);
  bar.append(size.label, make("span", "hglf-size", `${width} × ${height} mm`), fileList(files, page));
  const resize = (): void => {
    const times = Number(size.select.value);
    picture.style.width = Number.isFinite(times) ? `${width * times}mm` : "100%";
  };
  page.scope.on(size.select, "change", resize);
  page.scope.on(picture, "error", () => {
    paper.replaceChildren(make("p", "hgl-error", "The drawing is damaged: run the cell again."));
  });
  resize();

  root.append(makeStyle(STYLE), bar, ...makeWarnings(warnings), paper, origin(payload));
  host.append(root);
  followScheme(root, page.scope);
  return {};
}

function fileList(files: readonly FigureFile[], { post, scope }: Page): HTMLElement {
  const list = make("ul", "hglf-files");
  list.setAttribute("aria-label", "Files");
  for (const { format, name, bytes } of files) {
    const item = make("li");
    const words = `${printable(format)}, ${sizeOf(bytes)}`;
    if (post) {
      const button = make("button", "hgl-button", words);
      button.title = `Open ${printable(name)}`;
      scope.on(button, "click", () => post({ type: "openFile", name }));
      item.append(button);
    } else item.append(words);
    list.append(item);
  }
  return list;
}

function origin({ origin: lines, files }: FigurePayload): HTMLElement {
  const details = make("details", "hglf-origin");
  const list = make("ul");
  for (const line of [...files.map(({ name }) => name), ...lines]) list.append(make("li", "", printable(line)));
  details.append(make("summary", "", "Made from"), list);
  return details;
}

function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
