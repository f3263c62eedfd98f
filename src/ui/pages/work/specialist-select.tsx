import { use, useEffect } from "react";
import { useApp, useAppStore } from "../../app-context";
import { PageLink } from "../../components/page-link";
import { TEACH_COPY } from "../../copy/teach";

interface SpecialistSelectProps {
  id: string;
  className: string;
  value: string;
  onChange: (value: string) => void;
}

/** The person's own specialists to choose from; the way to Teach where there is none yet. */
export function SpecialistSelect({ id, className, value, onChange }: SpecialistSelectProps) {
  const { openTeach } = use(useAppStore().teach());
  const specialists = useApp((state) => state.teach.specialists);
  useEffect(() => void openTeach(), [openTeach]);
  const ready = specialists?.filter(({ versionInUse }) => versionInUse !== null) ?? [];
  const shown = ready.find((each) => each.id === value) ?? ready[0];

  // What is shown is what runs, also when the chosen one was deleted.
  useEffect(() => {
    if (shown !== undefined && shown.id !== value) onChange(shown.id);
  }, [shown, value, onChange]);

  if (specialists !== null && shown === undefined) {
    return <PageLink page="teach">{TEACH_COPY.teachFirst}</PageLink>;
  }
  return (
    <select
      id={id}
      className={className}
      value={shown?.id ?? ""}
      onChange={(event) => onChange(event.target.value)}
    >
      {ready.map((each) => (
        <option key={each.id} value={each.id}>
          {each.name}
        </option>
      ))}
    </select>
  );
}
