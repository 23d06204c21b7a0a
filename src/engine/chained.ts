import * as tf from "@tensorflow/tfjs-core";

/**
 * tfjs-core's own chained operations live in modules that its bundle for Node does not contain, so the few that make
 * formulas readable are attached here.
 */
declare module "@tensorflow/tfjs-core/dist/tensor" {
  interface Tensor {
    reshape(shape: readonly number[]): tf.Tensor;
    transpose(perm?: readonly number[]): tf.Tensor;
    slice(begin: readonly number[], size: readonly number[]): tf.Tensor;
  }
}

const prototype = tf.Tensor.prototype;
prototype.reshape = function (shape) {
  return tf.reshape(this, [...shape]);
};
prototype.transpose = function (perm) {
  return tf.transpose(this, perm && [...perm]);
};
prototype.slice = function (begin, size) {
  return tf.slice(this, [...begin], [...size]);
};
