import { epochsOf } from "../../model/language/ramp";
import type { PlannedRun } from "./plan";
import { LogFollower } from "./logFollower";
import { RunStory } from "./runStory";

/** A run's story before its first event. @param name what it is called where the seed does not tell */
export function newStory({ folder, config }: PlannedRun, name: string | null = null): RunStory {
  return new RunStory({ runId: folder.id, folder: folder.path, name, seed: config.seed, epochs: epochsOf(config) });
}

/** A run's story as the store has it now. */
export function storyOf(run: PlannedRun, name: string | null = null): RunStory {
  const story = newStory(run, name);
  story.add(new LogFollower(run.folder.eventsPath).next());
  story.heldBy(run.folder.writer());
  return story;
}
