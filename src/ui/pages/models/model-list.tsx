import { useId, useState } from "react";
import { MODEL_USES, type ModelUse } from "../../../core/model";
import { Button } from "../../components/button";
import { SelectField } from "../../components/field";
import field from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { languageName, MODEL_USE_LABELS, MODELS_COPY, RUNTIME_LABELS } from "../../copy/models";
import { LocalModel } from "./local-model";
import styles from "./model-list.module.css";
import { EVERY_MODEL, type ModelQuery, type ModelRow, selectModels } from "./select-models";

const COPY = MODELS_COPY.list;
/** Of a list that nobody has asked anything of, so that what stands below it can be reached. */
const FIRST_ROWS = 10;

/** The language models of this device: searched, filtered, sorted. */
export function ModelList({ rows }: { rows: readonly ModelRow[] }) {
  const [query, setQuery] = useState(EVERY_MODEL);
  const change = (part: Partial<ModelQuery>) => setQuery({ ...query, ...part });
  const [isWhole, setWhole] = useState(false);
  const found = selectModels(rows, query);
  const isAsked = found.length < rows.length;
  const shown = isWhole || isAsked ? found : found.slice(0, FIRST_ROWS);
  return (
    <>
      <ModelFilters rows={rows} query={query} onChange={change} />
      <div className={styles.count}>
        <p className={page.muted} role="status">
          {COPY.count(found.length, rows.length)}
        </p>
        {isAsked && (
          <Button size="small" look="quiet" onClick={() => setQuery({ ...EVERY_MODEL, sort: query.sort })}>
            {COPY.clear}
          </Button>
        )}
      </div>
      {found.length === 0 ? (
        <p className={page.empty}>{COPY.none}</p>
      ) : (
        <ul className={page.tableBox}>
          {shown.map((row) => (
            <LocalModel key={row.model.id} row={row} />
          ))}
        </ul>
      )}
      {shown.length < found.length && (
        <div>
          <Button onClick={() => setWhole(true)}>{COPY.rest(found.length - shown.length)}</Button>
        </div>
      )}
    </>
  );
}

interface FiltersProps {
  rows: readonly ModelRow[];
  query: ModelQuery;
  onChange: (part: Partial<ModelQuery>) => void;
}

function ModelFilters({ rows, query, onChange }: FiltersProps) {
  const searchId = useId();
  const languages = distinct(rows.flatMap(({ model }) => model.languages ?? []));
  const uses = MODEL_USES.filter((use) => rows.some(({ model }) => model.goodFor?.includes(use)));
  return (
    <search className={styles.filters}>
      <div className={field.field}>
        <label className={field.label} htmlFor={searchId}>
          {COPY.search}
        </label>
        <input
          id={searchId}
          type="search"
          className={field.control}
          placeholder={COPY.searchHint}
          value={query.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
      <div className={styles.selects}>
        <SelectField
          label={COPY.show}
          value={query.show}
          onChange={({ target }) => onChange({ show: target.value as ModelQuery["show"] })}
        >
          <option value="all">{COPY.showAll}</option>
          <option value="fits">{COPY.showFits}</option>
          <option value="downloaded">{COPY.showDownloaded}</option>
        </SelectField>
        <SelectField
          label={COPY.language}
          value={query.language}
          onChange={({ target }) => onChange({ language: target.value })}
        >
          <option value="">{COPY.any}</option>
          {languages
            .map((code) => [code, languageName(code)] as const)
            .sort(([, one], [, other]) => one.localeCompare(other, "en"))
            .map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
        </SelectField>
        <SelectField
          label={COPY.use}
          value={query.use}
          onChange={({ target }) => onChange({ use: target.value as "" | ModelUse })}
        >
          <option value="">{COPY.any}</option>
          {uses.map((use) => (
            <option key={use} value={use}>
              {MODEL_USE_LABELS[use]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={COPY.license}
          value={query.license}
          onChange={({ target }) => onChange({ license: target.value })}
        >
          <option value="">{COPY.any}</option>
          {distinct(rows.map(({ model }) => model.license)).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        <SelectField
          label={COPY.runtime}
          value={query.engine}
          onChange={({ target }) => onChange({ engine: target.value as ModelQuery["engine"] })}
        >
          <option value="">{COPY.any}</option>
          {Object.entries(RUNTIME_LABELS).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={COPY.sort}
          value={query.sort}
          onChange={({ target }) => onChange({ sort: target.value as ModelQuery["sort"] })}
        >
          <option value="recommended">{COPY.sortRecommended}</option>
          <option value="size">{COPY.sortSize}</option>
          <option value="name">{COPY.sortName}</option>
        </SelectField>
      </div>
    </search>
  );
}

function distinct<Value extends string>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)].sort();
}
