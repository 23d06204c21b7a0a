import type { DecodedAttention } from "../../common/payloads/attention";
import { printable } from "../../common/payloads/printable";
import { make, makeChoice } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";

/** Draws the maps into `host`. */
export function openView(host: HTMLElement, payload: DecodedAttention, { scope }: Page): OpenView<DecodedAttention> {
  const root = make("section", "hgl hgla");
  root.setAttribute("aria-label", printable(payload.title) || "Attention maps");
  const subject = makeChoice(
    "Of",
    payload.subjects.map(({ name }, i) => [String(i), printable(name) || `subject ${i + 1}`]),
  );
  const list = make("ul");
  const show = (): void => {
    const { maps } = payload.subjects[Number(subject.select.value)]!;
    list.replaceChildren(
      ...maps.map(({ term, block, part }) =>
        make("li", "", `${term}, ${printable(payload.blocks[block]!.name)}, ${printable(part)}`),
      ),
    );
  };
  scope.on(subject.select, "change", show);
  root.append(makeStyle(), subject.label, list);
  host.append(root);
  show();
  return {};
}
