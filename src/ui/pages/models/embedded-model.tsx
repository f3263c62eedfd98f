import type { ModelRecord } from "../../../core/model";
import { taskDefinition } from "../../../tasks";
import { useApp } from "../../app-context";
import page from "../../components/page.module.css";
import { MODELS_COPY } from "../../copy/models";
import { formatBytes } from "../../format";
import { AvailabilityReason, AvailabilityTag } from "./model-parts";

/** One specialist with its card. */
export function EmbeddedModel({ model }: { model: ModelRecord }) {
  const card = useApp((state) => state.cards[model.id]);
  return (
    <li className={page.card} id={model.id}>
      <div className={page.cardHead}>
        <h3>{model.label}</h3>
        <AvailabilityTag model={model} />
        <span className={page.grow} />
        {model.downloadBytes > 0 && <span className={page.muted}>{formatBytes(model.downloadBytes)}</span>}
      </div>
      <p className={page.muted}>
        {card?.description ?? model.tasks.map((task) => taskDefinition(task).label).join(", ")}
      </p>
      <AvailabilityReason model={model} />
      {card !== undefined && (
        <details className={page.disclosure}>
          <summary>{MODELS_COPY.card}</summary>
          {card === null ? (
            <p className={page.muted}>{MODELS_COPY.noCard}</p>
          ) : (
            <div className={page.cards}>
              <dl className={page.facts}>
                {card.scores.map(({ name, value }) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
              <ul className={page.bullets}>
                {[...card.misses, ...card.data].map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
              <p className={page.muted}>Licence: {model.license}</p>
            </div>
          )}
        </details>
      )}
    </li>
  );
}
