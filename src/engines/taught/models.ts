import type { ModelRecord } from "../../core/model";
import type { TaughtSpecialist } from "../../core/taught";

/** What may answer as the specialist with that id, or, where none is named, as the first. */
export function taughtModels(specialists: readonly TaughtSpecialist[], wantedId: string): ModelRecord[] {
  return specialists
    .filter(({ id }) => wantedId === "" || id === wantedId)
    .flatMap((specialist) => taughtModel(specialist) ?? []);
}

/** A taught specialist's version in use as a model; null before its first training. */
function taughtModel(specialist: TaughtSpecialist): ModelRecord | null {
  if (specialist.versionInUse === null) return null;
  return {
    id: `taught/${specialist.id}/${specialist.versionInUse}`,
    label: specialist.name,
    engine: "taught",
    kind: "specialist",
    tasks: ["own"],
    source: { type: "taught", specialistId: specialist.id, version: specialist.versionInUse },
    downloadBytes: 0,
    requiredFeatures: [],
    modalities: ["text"],
    license: "Your own",
  };
}
