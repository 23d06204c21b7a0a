import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkTraining } from "../../../../src/common/payloads/training";
import { withoutOwnFolders } from "../../../../src/worker/exporting/ownFolders";
import { runView, trainingPayload } from "../../renderers/payloads";

test("folders of this machine are told relative to the notebook's, and its view still takes the payload", () => {
  const folder = join(homedir(), "work", 'my "notes"');
  const payload = trainingPayload(runView(10, { folder: join(folder, ".hgl", "runs", "0123456789ab") }));
  const told = withoutOwnFolders(
    { [MIME.training]: JSON.stringify(payload), "text/plain": `${folder}/data and ${homedir()}/other\n` },
    join(folder, "n.hgl.md"),
  );
  assert.equal(told["text/plain"], "./data and ~/other\n");
  const check = checkTraining(JSON.parse(told[MIME.training]!));
  assert.equal(check.ok && check.payload.runs[0]!.folder, "./.hgl/runs/0123456789ab");
});

test("a notebook at the root of a disk changes nothing", () => {
  const output = { "text/plain": "1/2 and a/b" };
  assert.deepEqual(withoutOwnFolders(output, "/n.hgl.md"), output);
});
