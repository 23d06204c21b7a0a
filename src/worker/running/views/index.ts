import type { ResolvedView } from "../../../notebook/resolve";
import { attentionView } from "./attention";
import { confusionView } from "./confusion";
import { curvesView } from "./curves";
import { embeddingView } from "./embedding";
import { queryView } from "./query";
import { skeletonView } from "./skeleton";
import type { View } from "./view";

/** Every view, by its name in a cell. */
const VIEWS: { readonly [Name in ResolvedView["view"]]: View<Extract<ResolvedView, { view: Name }>> } = {
  confusion: confusionView,
  curves: curvesView,
  embedding: embeddingView,
  skeleton: skeletonView,
  attention: attentionView,
  query: queryView,
};

export function isViewName(name: string): name is ResolvedView["view"] {
  return Object.hasOwn(VIEWS, name);
}

export function viewNamed(name: ResolvedView["view"]): View<ResolvedView> {
  return VIEWS[name] as View<ResolvedView>;
}
