import { checkCurves } from "../../common/payloads/curves";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({
  name: "curves",
  words: "picture of training curves",
  check: checkCurves,
  open: openView,
});

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
