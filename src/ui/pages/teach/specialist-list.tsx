import { type FormEvent, useState } from "react";
import { TAUGHT_KINDS, type TaughtKind, type TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import { SelectField, TextField } from "../../components/field";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { TEACH_COPY } from "../../copy/teach";
import { formatDate, formatShare } from "../../format";
import { accuracyOf, versionInUse } from "./read-specialist";
import styles from "./teach-page.module.css";
import { UndoNote } from "./undo-note";
import { useTeach } from "./use-teach";

/** All specialists as cards, and the form for a new one. */
export function SpecialistList({ specialists }: { specialists: readonly TaughtSpecialist[] }) {
  return (
    <>
      <NewSpecialist />
      <Section title={TEACH_COPY.list}>
        <UndoNote type="specialist" />
        {specialists.length === 0 ? (
          <p className={page.empty}>{TEACH_COPY.empty}</p>
        ) : (
          <ul className={page.cards}>
            {specialists.map((each) => (
              <SpecialistCard key={each.id} specialist={each} />
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function NewSpecialist() {
  const { create } = useTeach();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<TaughtKind>("classifier");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create(name.trim() || TEACH_COPY.unnamed, kind);
  };
  return (
    <Section title={TEACH_COPY.newTitle}>
      <form className={styles.newForm} onSubmit={submit}>
        <TextField
          label={TEACH_COPY.name}
          placeholder={TEACH_COPY.namePlaceholder}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label={TEACH_COPY.kind}
          value={kind}
          onChange={(event) => setKind(event.target.value as TaughtKind)}
        >
          {TAUGHT_KINDS.map((each) => (
            <option key={each} value={each}>
              {TEACH_COPY.kindChoices[each]}
            </option>
          ))}
        </SelectField>
        <Button look="primary" icon="plus" type="submit">
          {TEACH_COPY.create}
        </Button>
      </form>
    </Section>
  );
}

function SpecialistCard({ specialist }: { specialist: TaughtSpecialist }) {
  const { open } = useTeach();
  const version = versionInUse(specialist);
  const accuracy = version === null ? null : accuracyOf(version);
  return (
    <li className={page.card}>
      <div className={page.cardHead}>
        <h3 className={page.grow}>{specialist.name}</h3>
        {version === null ? (
          <span className={`${page.tag} ${page.warn}`}>{TEACH_COPY.notTrained}</span>
        ) : (
          <span className={page.tag}>{TEACH_COPY.versionWord(version.number)}</span>
        )}
        <Button
          size="small"
          onClick={() => open(specialist.id)}
          aria-label={`${TEACH_COPY.open}: ${specialist.name}`}
        >
          {TEACH_COPY.open}
        </Button>
      </div>
      <p className={page.muted}>
        {[
          TEACH_COPY.kinds[specialist.kind],
          TEACH_COPY.examplesWord(specialist.examples.length),
          accuracy === null ? "" : TEACH_COPY.goodWord(specialist.kind, formatShare(accuracy)),
          formatDate(specialist.createdAt),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </li>
  );
}
