import { readFileSync } from "node:fs";
import { parseBvh } from "../../src/model/data/bvh/bvh";
import { bvhValues } from "../../src/model/data/bvh/clip";
import { layoutOfBvh } from "../../src/model/data/bvh/skeleton";
import { fuzzReader } from "./mutations";

const seeds = ["cmu_12_01_walk_excerpt.bvh", "orders.bvh"].map((name) =>
  readFileSync(new URL(`../fixtures/data/bvh/${name}`, import.meta.url)),
);

fuzzReader("a BVH file", seeds, (bytes) => {
  const bvh = parseBvh(bytes, "walk.bvh");
  bvhValues(bvh, layoutOfBvh(bvh.joints), bvh.joints, "walk.bvh");
});
