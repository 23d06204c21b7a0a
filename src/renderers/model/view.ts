import type { ModelPayload, NetworkView } from "../../common/payloads/model";
import { printable } from "../../common/payloads/printable";
import { checked, Fields } from "../../common/payloads/reading";
import { followScheme } from "../frame/colour";
import { make, setText } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { keepKeys } from "../frame/keys";
import { openBlocks } from "./openBlocks";
import { STYLE } from "./style";
import { Tree } from "./tree";
import { explanation, subject } from "./words";

/** The networks of a model cell, each a tree of its blocks; with an editor around it, its times can be measured and its keys found. */
export function openView(host: HTMLElement, payload: ModelPayload, page: Page): OpenView<ModelPayload> {
  const { scope, post } = page;
  let { cell } = payload;
  const root = make("section", "hgl hglm");
  const measuring = measureBar(page, () => cell);
  const list = make("div");
  let trees: Tree[] = [];
  root.append(makeStyle(STYLE), ...(post ? [measuring.element] : []), list);
  host.append(root);
  followScheme(root, scope);

  const draw = (next: ModelPayload): void => {
    const focused = trees.map((tree) => tree.focused);
    ({ cell } = next);
    root.setAttribute("aria-label", `Network of #${printable(cell)}`);
    trees = next.networks.map((network, i) => {
      const { head, input } = subject(network);
      const reveal = post && ((key: string): void => post({ type: "revealKey", cell, key }));
      const label = `${head}: ${input}`;
      return new Tree(network, { label, open: openBlocks(cell, i), ...(reveal ? { reveal } : {}) });
    });
    list.replaceChildren(...next.networks.map((network, i) => networkBox(network, trees[i]!)));
    measuring.reset(next.networks.some(({ times }) => times !== null));
    focused.forEach((id, i) => id !== null && trees[i]?.focus(id));
  };
  draw(payload);

  const treeAt = (target: EventTarget | null): Tree | undefined =>
    trees.find(({ element }) => element.contains(target as Node | null));
  scope.on(list, "focusin", ({ target }) => treeAt(target)?.entered(target));
  scope.on(list, "click", ({ target }) => treeAt(target)?.clicked(target));
  scope.on(list, "keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const tree = treeAt(event.target);
    if (tree?.pressed(event)) keepKeys(event);
    // The button answers these itself, and the editor's notebook must not.
    else if (tree && (event.key === "Enter" || event.key === " ")) event.stopPropagation();
  });

  return {
    update(next) {
      draw(next);
      return true;
    },
    receive(message) {
      const read = checked(() => {
        const fields = new Fields(message, "the message");
        fields.exactly("type", "measured");
        return { cell: fields.text("cell"), message: fields.orNull("message", (name) => fields.text(name)) };
      });
      if (read.ok && read.payload.cell === cell) measuring.ended(read.payload.message);
    },
  };
}

function networkBox(network: NetworkView, { element }: Tree): HTMLElement {
  const box = make("div", "hglm-network");
  const { head, input } = subject(network);
  const note = network.cells.length > 0 ? input : `${input}; no train cell with known data uses this network yet`;
  box.append(
    make("h3", "", head),
    make("p", "hglm-note", note),
    element,
    make("p", "hglm-note", explanation(network.times)),
  );
  return box;
}

interface Measuring {
  readonly element: HTMLElement;
  /** The payload is new. */
  reset(timed: boolean): void;
  /** The measurement has ended; a sentence where it failed. */
  ended(message: string | null): void;
}

/** The button that measures, and what became of it; nothing where there is no editor to ask. */
function measureBar({ post, scope, trusted }: Page, cell: () => string): Measuring {
  const element = make("div", "hgl-bar");
  const button = make("button", "hgl-button");
  button.type = "button";
  const said = make("span", "hglm-said");
  said.setAttribute("role", "status");
  element.append(button, said);
  let words = "";
  const say = (text: string, failed = false): void => {
    said.classList.toggle("hgl-error", failed);
    setText(said, text);
  };
  const rest = (): void => {
    setText(button, words);
    button.disabled = !trusted;
  };
  scope.on(button, "click", () => {
    setText(button, "Measuring…");
    button.disabled = true;
    say("Runs the network with 1, 2, … blocks in turns; a large one takes minutes.");
    post?.({ type: "measure", cell: cell() });
  });
  return {
    element,
    reset(timed) {
      words = timed ? "Measure again" : "Measure ms by block";
      rest();
      say("");
    },
    ended(message) {
      rest();
      say(message === null ? "" : printable(message), message !== null);
    },
  };
}
