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

/** What a camera must hold: everything within `radius` of a vertical axis and `halfHeight` of its middle, in metres. */
export interface Extent {
  readonly radius: number;
  readonly halfHeight: number;
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

/** Distance in metres from which the extent is in the picture whatever the turn; `aspect` is width / height. */
export function fittingDistance({ radius, halfHeight }: Extent, aspect: number, pitch = FRONT.pitch): number {
  const half = Math.tan(FIELD_OF_VIEW / 2);
  const tilt = Math.abs(pitch);
  const upright = halfHeight * Math.cos(tilt) + radius * Math.sin(tilt);
  return Math.max(0.05, MARGIN * Math.max(upright / half, radius / (half * aspect)) + radius);
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
