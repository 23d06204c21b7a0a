/** What a sample's name says, each counted from 1. */
export interface SampleName {
  /** Height and distance of the cameras, and the room. */
  readonly setup: number;
  readonly camera: number;
  readonly performer: number;
  readonly repetition: number;
  readonly action: number;
}

/** The largest number of each kind in NTU RGB+D 120, of which NTU RGB+D 60 is the part up to `LARGEST_60`. */
export const LARGEST: SampleName = { setup: 32, camera: 3, performer: 106, repetition: 2, action: 120 };
export const LARGEST_60: Pick<SampleName, "setup" | "performer" | "action"> = { setup: 17, performer: 40, action: 60 };

const PATTERN = /^S(\d{3})C(\d{3})P(\d{3})R(\d{3})A(\d{3})$/;

/** "S001C002P003R002A013" read; undefined for a name of another form. Numbers may lie outside the data set: `outOfRange` tells. */
export function readSampleName(name: string): SampleName | undefined {
  const parts = PATTERN.exec(name);
  if (!parts) return undefined;
  const [setup, camera, performer, repetition, action] = parts.slice(1).map(Number) as [number, number, number, number, number]; // prettier-ignore
  return { setup, camera, performer, repetition, action };
}

/** The name of a sample: SsssCcccPpppRrrrAaaa. */
export function sampleName({ setup, camera, performer, repetition, action }: SampleName): string {
  const three = (value: number): string => String(value).padStart(3, "0");
  return `S${three(setup)}C${three(camera)}P${three(performer)}R${three(repetition)}A${three(action)}`;
}

/** Which number of the name NTU RGB+D does not have, in words; undefined when it has them all. */
export function outOfRange(sample: SampleName): string | undefined {
  for (const kind of Object.keys(LARGEST) as (keyof SampleName)[]) {
    const value = sample[kind];
    if (value < 1 || value > LARGEST[kind]) return `${kind} ${value}, outside 1 to ${LARGEST[kind]}`;
  }
  return undefined;
}
