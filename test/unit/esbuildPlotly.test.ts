import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { onlyReached } from "../../esbuildPlotly.mjs";

/** As webpack packs: module 1 exports two others, of which 2 needs 4 and 3 needs 5. */
const BUNDLE = `/******/ (function() {
/******/ 	var __webpack_modules__ = ({

/***/ 1:
/***/ (function(module, __unused, __webpack_require__) {
module.exports = {
  points: __webpack_require__(2),
  cones: __webpack_require__(3)
};
/***/ }),

/***/ 2:
/***/ (function(module, __unused, __webpack_require__) { module.exports = "points on " + __webpack_require__(4); }),

/***/ 3:
/***/ (function(module, __unused, __webpack_require__) { module.exports = "cones of " + __webpack_require__(/*! five */ 5); }),

/***/ 4:
/***/ (function(module) { module.exports = "paper"; }),

/***/ 5:
/***/ (function(module) { module.exports = "paper"; })

/******/ 	});
/******/ 	function __webpack_require__(id) { var module = { exports: {} }; __webpack_modules__[id](module, module.exports, __webpack_require__); return module.exports; }
/******/ 	result = __webpack_require__(1);
/******/ })();
`;

function run(bundle: string): unknown {
  return runInNewContext(`var result; ${bundle}; JSON.stringify(result)`);
}

test("a webpack bundle keeps what is wanted and what that needs, and nothing else", () => {
  assert.equal(run(BUNDLE), '{"points":"points on paper","cones":"cones of paper"}');
  const less = onlyReached(BUNDLE, ["points"]);
  assert.equal(run(less), '{"points":"points on paper"}');
  assert.doesNotMatch(less, /cones of|\/\*\*\*\/ 5:/);
});

test("a bundle that is packed in another way is no bundle without its parts, but an error", () =>
  assert.throws(() => onlyReached("export const points = 1;", ["points"]), /not packed as they were/));
