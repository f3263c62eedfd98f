import type { Location } from "../core/model";
import type { RouteMode } from "../core/route";
import type { TaskId } from "../core/task";
import type { StoreDependencies } from "./dependencies";

/** Whoever asks the other side too was not content with this one. */
export function noteOtherSide(
  { openRouting }: Pick<StoreDependencies, "openRouting">,
  task: TaskId,
  answered: Location | undefined,
  wanted: RouteMode | undefined,
): void {
  if (answered === undefined || (wanted !== "local" && wanted !== "cloud") || wanted === answered) return;
  void openRouting().then(
    (routing) => routing.judge(task, "asked-other-side", answered),
    () => {
      // What could not be noted teaches nothing.
    },
  );
}
