import { PbfWriter } from "pbf";
import type { RunPoint } from "../runPoints";
import { recordFile } from "./records";

/** What TensorBoard expects of the first record. */
const FILE_VERSION = "brain.Event:2";

/**
 * TensorBoard's event file of a run: a scalar for each point, with its step and its wall time. Field numbers are those of TensorFlow's
 * `event.proto` and `summary.proto`.
 * @param at of the file itself, Unix milliseconds
 */
export function eventFile(at: number, points: readonly RunPoint[]): Uint8Array {
  return recordFile([versionEvent(at), ...points.map(scalarEvent)]);
}

/** Event: wall_time = 1, file_version = 3. */
function versionEvent(at: number): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, at / 1000);
  pbf.writeStringField(3, FILE_VERSION);
  return pbf.finish();
}

/** Event: wall_time = 1, step = 2, summary = 5; Summary: value = 1. */
function scalarEvent(point: RunPoint): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, point.at / 1000);
  pbf.writeVarintField(2, point.step);
  pbf.writeMessage(5, (own: RunPoint, summary: PbfWriter) => summary.writeMessage(1, writeValue, own), point);
  return pbf.finish();
}

/** Summary.Value: tag = 1, simple_value = 2. */
function writeValue({ tag, value }: RunPoint, pbf: PbfWriter): void {
  pbf.writeStringField(1, tag);
  pbf.writeFloatField(2, value);
}
