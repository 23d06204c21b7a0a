import type { ByteSource } from "../../source";
import { badBytes, shown } from "../badBytes";
import { Cursor } from "./cursor";
import { Machine } from "./machine";
import type { Globals } from "./machine";
import { runOpcode } from "./opcodes";
import type { PickleValue } from "./values";

/**
 * The value of a pickle of protocols 0 to 5, built without running anything: a global outside `globals` is refused by its name and byte. Long
 * texts and byte strings are not read but kept as their places in the source, so that a pickle costs the memory of its structure alone.
 * Throws HglError "data" for everything else a pickle can say, and for one whose structure needs more than four times its bytes.
 */
export function readPickle(source: ByteSource, globals: Globals): PickleValue {
  const cursor = new Cursor(source);
  const machine = new Machine(source.name, source.size, globals);
  while (!machine.stopped) {
    machine.at = cursor.at;
    if (cursor.left === 0) throw badBytes(source.name, cursor.at, "the pickle ends before its last opcode");
    const code = cursor.u8();
    if (!runOpcode(code, machine, cursor)) {
      const what = `byte ${code} (${shown(String.fromCharCode(code))}) is no opcode of a pickle`;
      throw badBytes(source.name, machine.at, what, "name a pickle of protocol 0 to 5");
    }
  }
  if (cursor.left > 0) {
    throw badBytes(source.name, cursor.at, `${cursor.left} bytes follow the end of the pickle`);
  }
  return machine.result;
}
