import { useEffect, useRef } from "react";
import type { ModelRecord } from "../../../core/model";
import type { CardScore, ModelCard } from "../../../store/dependencies";
import { taskDefinition } from "../../../tasks";
import { useApp } from "../../app-context";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { PageLink } from "../../components/page-link";
import { ScrollBox } from "../../components/scroll-box";
import { CARD_COPY } from "../../copy/models";
import { formatBytes, formatCount } from "../../format";
import { scoreTables } from "./score-tables";

/** Everything a person may want to know of a built-in model before trusting what it says. */
export function ModelCardPage({ model }: { model: ModelRecord }) {
  const card = useApp((state) => state.cards[model.id]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={page.page}>
      <div>
        <p className={page.muted}>
          <PageLink page="models">{CARD_COPY.back}</PageLink>
        </p>
        <h1 ref={heading} className={page.title} tabIndex={-1}>
          {model.label}
        </h1>
        <p className={page.lead}>
          {CARD_COPY.serves} {model.tasks.map((task) => taskDefinition(task).label).join(", ")}
        </p>
      </div>
      {card === undefined && <p role="status">{CARD_COPY.reading}</p>}
      {card === null && <p className={page.empty}>{CARD_COPY.none}</p>}
      {card != null && <Card model={model} card={card} />}
    </div>
  );
}

function Card({ model, card }: { model: ModelRecord; card: ModelCard }) {
  const facts = [
    [CARD_COPY.size, model.downloadBytes > 0 ? formatBytes(model.downloadBytes) : null],
    [CARD_COPY.parameters, card.parameters === null ? null : formatCount(card.parameters)],
    [CARD_COPY.speed, card.speed],
    [CARD_COPY.licence, model.license],
    [CARD_COPY.trainedBy, card.trainedBy],
  ] as const;
  return (
    <>
      <Section title={CARD_COPY.purpose}>
        <p>{card.description}</p>
        {card.method !== null && <p className={page.muted}>{card.method}</p>}
        <dl className={page.facts}>
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </Section>
      <Section title={CARD_COPY.misses}>
        <Lines lines={card.misses} />
      </Section>
      <Section title={CARD_COPY.scores} lead={CARD_COPY.scoresLead}>
        <Scores label={model.label} scores={card.scores} others={card.others} />
      </Section>
      <Section title={CARD_COPY.data} lead={CARD_COPY.dataLead}>
        <Lines lines={card.data} />
        {card.notUsed !== null && <p className={page.muted}>{card.notUsed}</p>}
      </Section>
    </>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={page.bullets}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

interface ScoresProps {
  label: string;
  scores: readonly CardScore[];
  others: ModelCard["others"];
}

/** One table for each set of texts: this model beside others that were scored alike. */
function Scores({ label, scores, others }: ScoresProps) {
  return scoreTables(scores, others).map(({ set, count, names, rows }) => (
    <ScrollBox key={set} className={`${page.tableBox} ${page.scroll}`} label={set}>
      <table className={page.table}>
        <caption className={page.caption}>
          {set}
          {count !== null && ` (${CARD_COPY.count(count)})`}
        </caption>
        <thead>
          <tr>
            <td />
            {[label, ...names].map((name) => (
              <th key={name} scope="col" className={page.number}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ metric, values }) => (
            <tr key={metric}>
              <th scope="row">{metric}</th>
              {values.map((value, column) => (
                <td key={[label, ...names][column]} className={page.number}>
                  {value ?? "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  ));
}
