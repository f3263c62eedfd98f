import type { ModelPrice, ModelRecord } from "../../../core/model";
import { useApp, useAppStore } from "../../app-context";
import page from "../../components/page.module.css";
import { ScrollBox } from "../../components/scroll-box";
import { MODELS_COPY } from "../../copy/models";
import { formatUsd } from "../../format";

const COLUMNS: readonly (readonly [string, keyof ModelPrice])[] = [
  ["In", "inputUsdPerMillion"],
  ["Cached in", "cachedInputUsdPerMillion"],
  ["Out", "outputUsdPerMillion"],
];

/** Cloud models with prices, their dates, and a warning where one is to be shut down (row C19). */
export function CloudModels() {
  const { catalog } = useAppStore();
  const settings = useApp((state) => state.settings);
  return (
    <ScrollBox className={`${page.tableBox} ${page.scroll}`} label={MODELS_COPY.cloud}>
      <table className={page.table}>
        <thead>
          <tr>
            <th scope="col">Model</th>
            {COLUMNS.map(([name]) => (
              <th key={name} scope="col" className={page.number}>
                {name}
              </th>
            ))}
            <th scope="col" className={page.number}>
              Context
            </th>
            <th scope="col">As of</th>
          </tr>
        </thead>
        <tbody>
          {catalog.cloud(settings).map((model) => (
            <Row key={model.id} model={model} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ model }: { model: ModelRecord }) {
  return (
    <tr>
      <th scope="row">
        {model.label}
        {model.retirement !== undefined && (
          <div>
            <span className={`${page.tag} ${page.warn}`}>
              Shut down {model.retirement.date}
              {model.retirement.replacement === undefined ? "" : `, then ${model.retirement.replacement}`}
            </span>
          </div>
        )}
      </th>
      {COLUMNS.map(([name, field]) => {
        const price = model.price?.[field];
        return (
          <td key={name} className={page.number}>
            {typeof price === "number" ? formatUsd(price) : MODELS_COPY.priceUnknown}
          </td>
        );
      })}
      <td className={page.number}>
        {model.contextWindow === undefined ? "–" : new Intl.NumberFormat("en").format(model.contextWindow)}
      </td>
      <td title={model.price?.source}>{model.price?.asOf ?? "–"}</td>
    </tr>
  );
}
