import type { LayoutFacts } from "./layout";
import { ucla20 } from "./ucla20";

/**
 * The 20 joints of Kinect v1 in its SDK's order, which NW-UCLA keeps: the same facts as ucla20. Two names, because they differ in
 * the bodies of a network's input: NW-UCLA shows one actor, and the device follows two people joint by joint.
 */
export const kinect20: LayoutFacts = { ...ucla20, name: "kinect20", bodies: 2 };
