import { checkFusion } from "../../common/payloads/fusion";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({
  name: "fusion",
  words: "ensemble's weights",
  check: checkFusion,
  open: openView,
});

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
