import type { Answered, Asked } from "../../common/wire/worker";
import { HglError } from "../../common/errors";
import { measureTimes } from "../running/networkTimes";
import { openCell, openSoundCells } from "../running/openNotebook";
import { mayAct, type Desk } from "./desk";
import { describeNetworks } from "./executeModel";

/**
 * Measures the networks of a model cell on this machine, one after another, and stores what `restore` then shows. Two measurements at once would
 * slow each other, so a later one waits.
 * @throws HglError "usage" where nothing may be started, "cell", "model", "device"
 */
export class Measuring {
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly desk: Desk) {}

  async measure(asked: Asked<"measure">): Promise<Answered<"measure">> {
    mayAct(this.desk, "measuring");
    const mine = this.#turn.then(() => measureCell(this.desk, asked));
    this.#turn = mine.catch(() => {});
    await mine;
    return {};
  }
}

async function measureCell(desk: Desk, { path, text, cell: id }: Asked<"measure">): Promise<void> {
  const cell = openCell(path, text, id).cells.find((one) => one.id === id);
  if (cell?.kind !== "model")
    throw new HglError({ code: "usage", what: `#${id} is no model cell, so there is nothing to measure` });
  const opened = openSoundCells(path, text);
  for (const { input } of (await describeNetworks(desk, cell, opened, true))!)
    await measureTimes(cell.config, input, opened.path, desk.closing);
}
