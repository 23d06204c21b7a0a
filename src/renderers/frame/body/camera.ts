/** Orbit around the middle of a clip. Angles in radians, zoom 1 shows the whole clip. */
export interface Camera {
  /** Turn about the vertical axis; 0 looks at the clip from the front. */
  readonly yaw: number;
  /** Height of the look; positive looks down. */
  readonly pitch: number;
  readonly zoom: number;
}

export const FRONT: Camera = { yaw: 0.4, pitch: 0.16, zoom: 1 };
const MOST_PITCH = 1.45;
const FIELD_OF_VIEW = (32 * Math.PI) / 180;
const MARGIN = 1.06;

/** What a camera must hold whatever the turn: rings about the vertical axis, in metres, `y` from the middle. */
export interface Ring {
  readonly y: number;
  readonly radius: number;
}

/** A point of the picture: px from its left and top, and px per metre there; `near` grows towards the viewer. */
export interface Projected {
  x: number;
  y: number;
  scale: number;
  near: number;
}

export function turned(camera: Camera, yaw: number, pitch: number): Camera {
  const turn = camera.yaw + yaw;
  return {
    ...camera,
    // Kept within one turn either side, so that it never loses precision.
    yaw: turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI)),
    pitch: Math.min(MOST_PITCH, Math.max(-MOST_PITCH, camera.pitch + pitch)),
  };
}

export function zoomed(camera: Camera, factor: number): Camera {
  return { ...camera, zoom: Math.min(12, Math.max(0.3, camera.zoom * factor)) };
}

/** Distance in metres from which all rings are in the picture whatever the yaw; `aspect` is width / height. */
export function fittingDistance(rings: readonly Ring[], aspect: number, pitch = FRONT.pitch): number {
  const half = Math.tan(FIELD_OF_VIEW / 2) / MARGIN;
  const [sin, cos] = [Math.sin(pitch), Math.cos(pitch)];
  let distance = 0.05;
  for (const { y, radius } of rings) {
    // A point of the ring at its nearest and at its farthest, and at the turn where it comes closest to the side.
    for (const forward of [radius, -radius])
      distance = Math.max(distance, Math.abs(y * cos - forward * sin) / half + y * sin + forward * cos);
    distance = Math.max(distance, Math.hypot(radius / (half * aspect), radius * cos) + y * sin);
  }
  return distance;
}

/**
 * Maps metres, measured from the middle that the camera turns about (x right, y up, z to the viewer), to a picture of `width` by
 * `height` px. A point behind the camera is put at its plane, far outside.
 */
export function projection(
  camera: Camera,
  distance: number,
  width: number,
  height: number,
): (x: number, y: number, z: number, into: Projected) => void {
  const [sinYaw, cosYaw] = [Math.sin(camera.yaw), Math.cos(camera.yaw)];
  const [sinPitch, cosPitch] = [Math.sin(camera.pitch), Math.cos(camera.pitch)];
  const focal = (camera.zoom * height) / 2 / Math.tan(FIELD_OF_VIEW / 2);
  const closest = distance / 50;
  return (x, y, z, into) => {
    const right = x * cosYaw + z * sinYaw;
    const forward = z * cosYaw - x * sinYaw;
    const up = y * cosPitch - forward * sinPitch;
    const near = y * sinPitch + forward * cosPitch;
    const scale = focal / Math.max(closest, distance - near);
    into.x = width / 2 + right * scale;
    into.y = height / 2 - up * scale;
    into.scale = scale;
    into.near = near;
  };
}
