import type { ModelRecord } from "../../../core/model";
import { taskDefinition } from "../../../tasks";
import { useApp } from "../../app-context";
import page from "../../components/page.module.css";
import { PageLink } from "../../components/page-link";
import { MODELS_COPY } from "../../copy/models";
import { formatBytes } from "../../format";
import { AvailabilityReason, AvailabilityTag } from "./model-parts";

/** One specialist with its card. */
export function EmbeddedModel({ model }: { model: ModelRecord }) {
  const card = useApp((state) => state.cards[model.id]);
  return (
    <li className={page.card}>
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
      <PageLink page="models" hash={`#${model.id}`}>
        {MODELS_COPY.card}
        <span className="visually-hidden">: {model.label}</span>
      </PageLink>
    </li>
  );
}
