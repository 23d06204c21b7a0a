import { epochsOf } from "../../model/language/ramp";
import type { PlannedRun } from "./plan";
import { LogFollower } from "./logFollower";
import { RunStory } from "./runStory";

/** A run's story before its first event. */
export function newStory({ folder, config }: PlannedRun): RunStory {
  return new RunStory({ runId: folder.id, folder: folder.path, seed: config.seed, epochs: epochsOf(config) });
}

/** A run's story as the store has it now. */
export function storyOf(run: PlannedRun): RunStory {
  const story = newStory(run);
  story.add(new LogFollower(run.folder.eventsPath).next());
  story.heldBy(run.folder.writer());
  return story;
}
