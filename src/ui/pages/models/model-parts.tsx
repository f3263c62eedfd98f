import type { ModelRecord } from "../../../core/model";
import { useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { Icon } from "../../components/icon";
import { OutsideLink } from "../../components/outside-link";
import page from "../../components/page.module.css";
import { AVAILABILITY_LABELS, modelFacts } from "../../copy/models";

/** Whether a model can be used on this device, in a word and a colour. */
export function AvailabilityTag({ model }: { model: ModelRecord }) {
  const availability = useApp((state) => state.availability[model.id]);
  const state = availability?.state ?? "unknown";
  return (
    <span
      className={classNames(page.tag, state === "ready" && page.good, state === "unavailable" && page.warn)}
    >
      {state === "ready" && <Icon name="check" size={13} />}
      {state === "unavailable" && <Icon name="warning" size={13} />}
      {AVAILABILITY_LABELS[state]}
    </span>
  );
}

/** Why a model cannot run here, where it cannot (row L2). */
export function AvailabilityReason({ model }: { model: ModelRecord }) {
  const availability = useApp((state) => state.availability[model.id]);
  if (availability === undefined || availability.state === "ready" || availability.reason === undefined)
    return null;
  return <p className={page.muted}>{availability.reason}</p>;
}

/** What it is good for, what it needs, and its licence. */
export function ModelFacts({ model }: { model: ModelRecord }) {
  return (
    <dl className={page.facts}>
      {modelFacts(model).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>Licence</dt>
        <dd>
          {model.licenseUrl === undefined ? (
            model.license
          ) : (
            <OutsideLink href={model.licenseUrl}>{model.license}</OutsideLink>
          )}
        </dd>
      </div>
    </dl>
  );
}
