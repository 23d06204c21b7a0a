import type { Answered, Asked } from "../../common/wire/worker";
import { newStory } from "../running/storyOf";
import { LogFollower } from "../running/logFollower";
import { runFolderAt } from "./runPlace";

/** Runs from their beginning, for a view that has just been opened; folders that hold no run are left out. */
export function history({ folders }: Asked<"history">): Answered<"history"> {
  const runs = folders.flatMap((path) => {
    try {
      const folder = runFolderAt(path);
      const spec = folder.spec();
      const story = newStory({ cell: spec.cell, config: spec.config, spec, folder });
      story.add(new LogFollower(folder.eventsPath).next());
      story.heldBy(folder.writer());
      return [story.view()];
    } catch {
      return [];
    }
  });
  return { runs };
}
