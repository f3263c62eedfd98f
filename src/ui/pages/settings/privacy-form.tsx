import { useEffect, useId, useState } from "react";
import { PRIVACY_RULES, type PrivacyRule, type PrivacySettings } from "../../../core/privacy";
import { checkOwnPattern } from "../../../privacy/detect/compile-own-pattern";
import { keyOrigin } from "../../../store/selectors";
import { useActions, useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { CheckField, SelectField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { labelWords } from "../../copy/output";
import { PRIVACY_SETTINGS_COPY as COPY, RULE_HELP, RULE_LABELS } from "../../copy/privacy";

/** Classes that can be switched off, the most common first; the rest of the labels are always masked. */
const CLASSES = [
  "person",
  "place",
  "organisation",
  "email",
  "phone",
  "date-of-birth",
  "national-id",
  "card-number",
  "iban",
  "ip-address",
  "mac-address",
  "url",
];
const CAUTIONS = Object.keys(COPY.cautions) as PrivacySettings["caution"][];
const OWN_WORD = "own-word";
const OWN_PATTERN = "own-pattern";

/** What becomes of private text on its way to the cloud. */
export function PrivacyForm() {
  const { updateSettings } = useActions();
  const privacy = useApp((state) => state.settings.privacy);
  const provider = useApp((state) => state.settings.provider);
  const others = useApp((state) => state.settings.otherProviders);
  const origins = [...new Set([provider, ...others].map(({ baseUrl }) => keyOrigin(baseUrl)))];
  const update = (change: Partial<PrivacySettings>) => updateSettings({ privacy: { ...privacy, ...change } });
  return (
    <div className={`${page.card} ${form.form}`}>
      <div className={form.pairs}>
        <SelectField
          label={COPY.rule}
          hint={RULE_HELP[privacy.rule]}
          value={privacy.rule}
          onChange={({ target }) => update({ rule: target.value as PrivacyRule })}
        >
          <RuleOptions />
        </SelectField>
        {origins.map((origin) => (
          <EndpointRule key={origin} origin={origin} privacy={privacy} onUpdate={update} />
        ))}
        <SelectField
          label={COPY.caution}
          value={privacy.caution}
          onChange={({ target }) => update({ caution: target.value as PrivacySettings["caution"] })}
        >
          {CAUTIONS.map((caution) => (
            <option key={caution} value={caution}>
              {COPY.cautions[caution]}
            </option>
          ))}
        </SelectField>
      </div>
      <fieldset className={form.classes}>
        <legend className={form.label}>{COPY.classes}</legend>
        {CLASSES.map((label) => (
          <CheckField
            key={label}
            label={labelWords(label)}
            checked={!privacy.unmaskedLabels.includes(label)}
            onChange={(isMasked) =>
              update({
                unmaskedLabels: isMasked
                  ? privacy.unmaskedLabels.filter((other) => other !== label)
                  : [...privacy.unmaskedLabels, label],
              })
            }
          />
        ))}
        <span className={form.hint}>{COPY.classesHint}</span>
      </fieldset>
      <div className={form.pairs}>
        <Lines
          label={COPY.terms}
          hint={COPY.termsHint}
          lines={privacy.terms.map(({ text }) => text)}
          problemOf={noProblem}
          onChange={(lines) => update({ terms: lines.map((text) => ({ text, label: OWN_WORD })) })}
        />
        <Lines
          label={COPY.patterns}
          hint={COPY.patternsHint}
          lines={privacy.patterns.map(({ expression }) => expression)}
          problemOf={patternProblem}
          onChange={(lines) =>
            update({ patterns: lines.map((expression) => ({ expression, label: OWN_PATTERN })) })
          }
        />
      </div>
    </div>
  );
}

function EndpointRule({
  origin,
  privacy: { rulesByOrigin },
  onUpdate,
}: {
  origin: string;
  privacy: PrivacySettings;
  onUpdate: (change: Partial<PrivacySettings>) => void;
}) {
  const { [origin]: own, ...others } = rulesByOrigin;
  return (
    <SelectField
      label={COPY.ruleForEndpoint(origin)}
      hint={own === undefined ? undefined : RULE_HELP[own]}
      value={own ?? ""}
      onChange={({ target: { value } }) =>
        onUpdate({ rulesByOrigin: value === "" ? others : { ...others, [origin]: value as PrivacyRule } })
      }
    >
      <option value="">{COPY.sameRule}</option>
      <RuleOptions />
    </SelectField>
  );
}

function RuleOptions() {
  return PRIVACY_RULES.map((rule) => (
    <option key={rule} value={rule}>
      {RULE_LABELS[rule]}
    </option>
  ));
}

async function noProblem(): Promise<null> {
  return null;
}

async function patternProblem(expression: string): Promise<string | null> {
  const found = await checkOwnPattern(expression);
  return found === null ? null : COPY.patternProblems[found.problem];
}

interface LinesProps {
  label: string;
  hint: string;
  lines: readonly string[];
  /** What is wrong with a line, in words; null when nothing is. */
  problemOf(line: string): Promise<string | null>;
  onChange: (lines: readonly string[]) => void;
}

/** A box with one entry a line. Lines that are wrong are said and not used. */
function Lines({ label, hint, lines, problemOf, onChange }: LinesProps) {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [wrong, setWrong] = useState<readonly string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed is looked at, not what came of it
  useEffect(() => {
    if (text === null) return;
    let isCurrent = true;
    const entries = [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
    const check = async () => {
      const problems = await Promise.all(entries.map(problemOf));
      if (!isCurrent) return;
      setWrong(entries.flatMap((line, index) => (problems[index] ? [`${line}: ${problems[index]}`] : [])));
      onChange(entries.filter((_, index) => problems[index] === null));
    };
    void check();
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return (
    <div className={form.field}>
      <label className={form.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={classNames(form.control, form.lines)}
        rows={4}
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        aria-invalid={wrong.length > 0}
        value={text ?? lines.join("\n")}
        onChange={({ target }) => setText(target.value)}
      />
      <span
        key={wrong.length > 0 ? "problem" : "hint"}
        id={`${id}-hint`}
        role={wrong.length > 0 ? "alert" : undefined}
        className={classNames(form.hint, wrong.length > 0 && form.problem)}
      >
        {wrong.length > 0 ? wrong.join(" ") : hint}
      </span>
    </div>
  );
}
