import { checkConfusion } from "../../common/payloads/confusion";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({
  name: "confusion",
  words: "confusion matrix",
  check: checkConfusion,
  open: openView,
});

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
