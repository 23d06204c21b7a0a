import "../chained";
import "./elementwise";
import "./gradients";
import "./reduce";
import "./shape";

export { gelu, meanOver, relu } from "./activation";
export { batchNorm, channels } from "./batchNorm";
export { pointwise } from "./pointwise";
export { product } from "./product";
export { everyFrame, stridedLength, temporalConv, temporalMaxPool } from "./temporal";
