import { checkDataCard } from "../../common/payloads/dataCard";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({
  name: "data",
  words: "data card",
  check: checkDataCard,
  open: openView,
});

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
