import { test } from "node:test";
import { toHtml } from "../../src/figures/export/html";
import { toIpynb } from "../../src/figures/export/ipynb";
import { SAMPLE } from "../unit/figures/export/sample";
import { assertGolden } from "./golden";

test("a notebook as a page, its scripts left out, and as a Jupyter notebook", async () => {
  assertGolden("exported.html", await toHtml(SAMPLE, (name) => `/* ${name} */`));
  assertGolden("exported.ipynb", await toIpynb(SAMPLE));
});
