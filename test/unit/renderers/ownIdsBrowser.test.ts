import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage, skip } from "./browserPage";
import { curvesPayload, runView, trainingPayload } from "./payloads";

test("two renderers of one page share no id, so that neither is clipped by the other's frame", { skip }, async () => {
  const idsOf = async (name: string, draw: string) =>
    (await inPage(
      name,
      `
      ${draw}
      await until("a chart", () => host.querySelector("svg.marks clipPath")); await later();
      return [...host.querySelectorAll("svg.marks clipPath")].map(({ id }) => id);`,
    )) as unknown as string[];
  const curves = await idsOf("curves", `hgl.render(host, ${JSON.stringify(curvesPayload(3))});`);
  const training = await idsOf(
    "training",
    `api().renderOutputItem(item("a", ${JSON.stringify(trainingPayload(runView(25)))}), host);`,
  );
  assert.ok(curves.length > 0 && training.length > 0);
  assert.deepEqual(
    curves.filter((id) => training.includes(id)),
    [],
  );
});
