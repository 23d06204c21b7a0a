import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fittingDistance, FRONT, projection, turned, zoomed } from "../../../../../src/renderers/frame/body/camera";
import type { Camera } from "../../../../../src/renderers/frame/body/camera";
import { spot } from "../../../../../src/renderers/frame/body/ground";

const head: Camera = { yaw: 0, pitch: 0, zoom: 1 };
const metre = fc.double({ min: -3, max: 3, noNaN: true });
const anyCamera = fc.record({
  yaw: fc.double({ min: -7, max: 7, noNaN: true }),
  pitch: fc.double({ min: -1.4, max: 1.4, noNaN: true }),
  zoom: fc.constant(1),
});

test("from the front: the middle in the middle, x to the right, y up, nearer is larger", () => {
  const project = projection(head, 5, 400, 300);
  const at = (x: number, y: number, z: number) => {
    const into = spot();
    project(x, y, z, into);
    return into;
  };
  const middle = at(0, 0, 0);
  assert.deepEqual([middle.x, middle.y], [200, 150]);
  assert.ok(at(1, 0, 0).x > 200 && at(0, 1, 0).y < 150);
  assert.ok(at(0, 0, 1).scale > middle.scale && at(0, 0, 1).near > 0);
  const above = spot();
  projection({ ...head, pitch: 0.5 }, 5, 400, 300)(0, 0, -1, above);
  assert.ok(above.y < 150, "seen from above, what is behind lies higher");
});

test("turning keeps sizes: two points are as far apart in space whatever the camera, and a full turn is none", () => {
  fc.assert(
    fc.property(anyCamera, metre, metre, metre, (camera, x, y, z) => {
      const [one, two] = [spot(), spot()];
      const project = projection(camera, 100, 400, 300);
      project(x, y, z, one);
      // Back from the picture to the camera's own axes, where the distance from the middle must be what it was.
      const [right, up] = [(one.x - 200) / one.scale, (150 - one.y) / one.scale];
      assert.ok(Math.abs(Math.hypot(right, up, one.near) - Math.hypot(x, y, z)) < 1e-9);
      projection(turned(camera, 2 * Math.PI, 0), 100, 400, 300)(x, y, z, two);
      assert.ok(Math.hypot(one.x - two.x, one.y - two.y) < 1e-6);
    }),
  );
});

test("a fitted camera shows every point of the clip at any turn, and is not far too wide", () => {
  const points = fc.array(fc.tuple(metre, metre, metre), { minLength: 1, maxLength: 30 });
  const yaw = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(points, yaw, fc.double({ min: 0.4, max: 3, noNaN: true }), (all, turn, aspect) => {
      const rings = all.map(([x, y, z]) => ({ y, radius: Math.hypot(x, z) }));
      const distance = fittingDistance(rings, aspect);
      const project = projection({ ...FRONT, yaw: turn }, distance, 300 * aspect, 300);
      for (const [x, y, z] of all) {
        const into = spot();
        project(x, y, z, into);
        assert.ok(into.x >= -1e-6 && into.x <= 300 * aspect + 1e-6 && into.y >= -1e-6 && into.y <= 300 + 1e-6);
      }
    }),
  );
  const upright = [-1, 1].map((y) => ({ y, radius: 0.01 }));
  const into = spot();
  projection(FRONT, fittingDistance(upright, 1), 300, 300)(0, 1, 0, into);
  assert.ok(into.y < 45, "a standing body fills the height");
});

test("the camera stays within its limits", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (by, factor) => {
        const camera = zoomed(turned(FRONT, by, by), factor);
        assert.ok(Math.abs(camera.yaw) <= Math.PI + 1e-6 && Math.abs(camera.pitch) < Math.PI / 2);
        assert.ok(camera.zoom >= 0.3 && camera.zoom <= 12);
      },
    ),
  );
});
