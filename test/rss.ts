import { startOurs } from "../src/worker/bench/ours";
import { completeModel, modelSchema } from "../src/notebook/cells/model";
const [preset, layout, window, classes, batch] = process.argv.slice(2);
const config = completeModel(modelSchema.parse({preset}));
const o = await startOurs({ mode: "step", layout: layout!, classes: +classes!, window: +window!, batch: +batch!, threads: 2 } as never, config);
await o.once();
console.log(preset, batch, (o.peakBytes()/1e6).toFixed(0), "MB");
await o.close();
