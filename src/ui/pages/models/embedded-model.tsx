import type { ModelRecord } from "../../../core/model";
import { taskDefinition } from "../../../tasks";
import { useApp } from "../../app-context";
import page from "../../components/page.module.css";
import { PageLink } from "../../components/page-link";
import { MODELS_COPY } from "../../copy/models";
import { PROVIDER_LABELS, providerReasonWords } from "../../copy/provider";
import { formatBytes } from "../../format";
import { AvailabilityReason, AvailabilityTag } from "./model-parts";

/** The link of a model to its card, as an element's id. */
export function cardLinkId(modelId: string): string {
  return `card-of-${modelId}`;
}

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
      <ProviderNote model={model} />
      <PageLink id={cardLinkId(model.id)} page="models" hash={`#${model.id}`}>
        {MODELS_COPY.card}
        <span className="visually-hidden">: {model.label}</span>
      </PageLink>
    </li>
  );
}

/** Where it computes and why; nothing for a model without a graph. */
function ProviderNote({ model }: { model: ModelRecord }) {
  const availability = useApp((state) => state.availability[model.id]);
  if (availability?.state !== "ready" || availability.provider === undefined) return null;
  const { provider, reason } = availability.provider;
  const per = reason.type === "measured" ? `, ${MODELS_COPY.compare.per[model.kind]}` : "";
  return (
    <p className={page.muted}>
      {MODELS_COPY.compare.runsOn} {PROVIDER_LABELS[provider]} ({providerReasonWords(reason)}
      {per})
    </p>
  );
}
