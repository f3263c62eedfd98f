import { useState } from "react";
import type { TaughtExample, TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import { ChoiceGroup } from "../../components/choice-group";
import { CheckField, TextField } from "../../components/field";
import form from "../../components/field.module.css";
import { Section } from "../../components/page";
import { TEACH_COPY } from "../../copy/teach";
import { CsvImport } from "./csv-import";
import { MarkedEntry } from "./marked-entry";
import { labelsOf } from "./read-specialist";
import { splitExamples } from "./split-examples";
import styles from "./teach-page.module.css";
import { TextArea } from "./text-area";
import { useTeach } from "./use-teach";

const WAYS = ["boxes", "labels", "csv"] as const;
type Way = (typeof WAYS)[number];
const CHOICES = WAYS.map((value) => ({ value, label: TEACH_COPY.hows[value] }));
const BOX_LABELS = [TEACH_COPY.like, TEACH_COPY.notLike];

/** The ways to give examples. */
export function ExampleEntry({ specialist }: { specialist: TaughtSpecialist }) {
  const { addExamples } = useTeach();
  const known = labelsOf(specialist);
  const fitsBoxes = known.every((label) => BOX_LABELS.includes(label as (typeof BOX_LABELS)[number]));
  const [way, setWay] = useState<Way>(fitsBoxes ? "boxes" : "labels");
  const [said, setSaid] = useState("");
  const add = async (examples: readonly TaughtExample[]) => {
    setSaid(TEACH_COPY.added(await addExamples(specialist.id, examples)));
  };
  return (
    <Section title={TEACH_COPY.examples} lead={TEACH_COPY.examplesLeads[specialist.kind]}>
      {specialist.kind === "tagger" ? (
        <MarkedEntry known={known} onAdd={add} />
      ) : (
        <>
          <ChoiceGroup
            label={TEACH_COPY.how}
            look="segments"
            choices={CHOICES}
            value={way}
            onChange={(value) => {
              setSaid("");
              setWay(value);
            }}
          />
          {way === "boxes" && <TwoBoxes onAdd={add} />}
          {way === "labels" && <OneLabel known={known} onAdd={add} />}
          {way === "csv" && <CsvImport onAdd={add} />}
        </>
      )}
      <p role="status" className={styles.said}>
        {said}
      </p>
    </Section>
  );
}

interface EntryProps {
  onAdd: (examples: readonly TaughtExample[]) => Promise<void>;
}

function TwoBoxes({ onAdd }: EntryProps) {
  const [texts, setTexts] = useState<readonly [string, string]>(["", ""]);
  const [areBlocks, setAreBlocks] = useState(false);
  const examples = BOX_LABELS.flatMap((label, box) =>
    splitExamples(texts[box] ?? "", areBlocks).map((text) => ({ text, label })),
  );
  const add = async () => {
    await onAdd(examples);
    setTexts(["", ""]);
  };
  return (
    <>
      <div className={form.pairs}>
        {BOX_LABELS.map((label, box) => (
          <TextArea
            key={label}
            label={TEACH_COPY.boxLabel(label)}
            hint={TEACH_COPY.boxHint}
            value={texts[box] ?? ""}
            onChange={(text) => setTexts(box === 0 ? [text, texts[1]] : [texts[0], text])}
          />
        ))}
      </div>
      <CheckField label={TEACH_COPY.between} checked={areBlocks} onChange={setAreBlocks} />
      <div className={form.row}>
        <Button icon="plus" disabled={examples.length === 0} onClick={() => void add()}>
          {TEACH_COPY.add}
        </Button>
      </div>
    </>
  );
}

function OneLabel({ known, onAdd }: EntryProps & { known: readonly string[] }) {
  const [label, setLabel] = useState("");
  const [text, setText] = useState("");
  const [areBlocks, setAreBlocks] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async () => {
    const wanted = label.trim();
    if (wanted === "") return setProblem(TEACH_COPY.labelFirst);
    await onAdd(splitExamples(text, areBlocks).map((each) => ({ text: each, label: wanted })));
    setText("");
  };
  return (
    <>
      <TextField
        label={TEACH_COPY.label}
        placeholder={TEACH_COPY.labelPlaceholder}
        list="known-labels"
        maxLength={200}
        value={label}
        problem={problem}
        onChange={(event) => {
          setProblem(null);
          setLabel(event.target.value);
        }}
      />
      <datalist id="known-labels">
        {known.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <TextArea label={TEACH_COPY.texts} hint={TEACH_COPY.boxHint} value={text} onChange={setText} />
      <CheckField label={TEACH_COPY.between} checked={areBlocks} onChange={setAreBlocks} />
      <div className={form.row}>
        <Button icon="plus" disabled={text.trim() === ""} onClick={() => void add()}>
          {TEACH_COPY.add}
        </Button>
      </div>
    </>
  );
}
