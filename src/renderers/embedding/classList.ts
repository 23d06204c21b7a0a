import { make } from "../frame/elements";
import type { Scope } from "../frame/scope";
import type { Cloud } from "./cloud";
import type { Looks } from "./looks";
import { swatch } from "./plane";

/** The legend: every class that has points, each a switch that hides it or shows it. */
export class ClassList {
  readonly element = make("div", "hgle-classes");
  private readonly entries: readonly {
    readonly label: number;
    readonly button: HTMLButtonElement;
    readonly sign: Element;
  }[];

  constructor(
    scope: Scope,
    private readonly cloud: Cloud,
    changed: () => void,
  ) {
    const list = make("ul", "hgle-list");
    this.entries = cloud.present.map(({ label, points, mistakes }) => {
      const button = make("button");
      button.type = "button";
      const sign = swatch(label);
      const counts = mistakes > 0 ? `${points}, ${mistakes} wrong` : String(points);
      button.append(sign, make("span", "", cloud.classes[label]!), make("small", "", counts));
      scope.on(button, "click", () => {
        cloud.show(label, !cloud.isShown(label));
        changed();
      });
      const item = make("li");
      item.append(button);
      list.append(item);
      return { label, button, sign };
    });
    const all = (words: string, shown: boolean): HTMLButtonElement => {
      const button = make("button", "hgl-button", words);
      button.type = "button";
      scope.on(button, "click", () => {
        for (const { label } of cloud.present) cloud.show(label, shown);
        changed();
      });
      return button;
    };
    const head = make("div", "hgle-head");
    head.append(make("h4", "", "Classes"), all("Show all", true), all("Hide all", false));
    this.element.append(head, list);
  }

  draw(looks: Looks): void {
    for (const { label, button, sign } of this.entries) {
      button.setAttribute("aria-pressed", String(this.cloud.isShown(label)));
      button.hidden = !this.cloud.isFound(label);
      (sign as SVGSVGElement).style.color = looks.classes[label]!;
    }
  }
}
