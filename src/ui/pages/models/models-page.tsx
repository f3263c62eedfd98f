import { useEffect, useRef } from "react";
import { useActions, useApp, useAppStore } from "../../app-context";
import { Button } from "../../components/button";
import { Page, Section } from "../../components/page";
import page from "../../components/page.module.css";
import { recommendationWords } from "../../copy/fit";
import { MODELS_COPY } from "../../copy/models";
import { useHash } from "../../router";
import { CloudModels } from "./cloud-models";
import { CustomModelForm } from "./custom-model-form";
import { cardLinkId, EmbeddedModel } from "./embedded-model";
import { MakeRoomDialog } from "./make-room-dialog";
import { ModelCardPage } from "./model-card-page";
import { ModelList } from "./model-list";
import styles from "./model-list.module.css";
import { StorageSummary } from "./storage-summary";
import { useModelRows } from "./use-model-rows";

/** What runs here, what could, and what the cloud side offers; or the card of one built-in model. */
export function ModelsPage() {
  const { catalog } = useAppStore();
  const { readCards } = useActions();
  const hash = useHash();
  const model = catalog.embedded().find(({ id }) => hash === `#${id}`);
  const shownBefore = useRef<string | null>(null);
  useEffect(() => {
    const cameFrom = shownBefore.current;
    shownBefore.current = model?.id ?? null;
    // Whoever comes back from a card goes on where they were: at the link to it.
    if (model === undefined && cameFrom !== null) document.getElementById(cardLinkId(cameFrom))?.focus();
  }, [model]);
  useEffect(() => void readCards(), [readCards]);
  return model === undefined ? <AllModels /> : <ModelCardPage key={model.id} model={model} />;
}

function AllModels() {
  const { catalog } = useAppStore();
  const { refreshAvailability, refreshStorage } = useActions();
  const { rows, recommendation } = useModelRows();

  useEffect(() => {
    void refreshAvailability();
    void refreshStorage();
  }, [refreshAvailability, refreshStorage]);

  return (
    <Page name="models">
      <DeviceNote />
      <Section title={MODELS_COPY.embedded} lead={MODELS_COPY.embeddedLead}>
        <OfflineNote />
        <CompareProviders />
        <ul className={page.cards}>
          {catalog.embedded().map((model) => (
            <EmbeddedModel key={model.id} model={model} />
          ))}
        </ul>
      </Section>
      <Section title={MODELS_COPY.local} lead={MODELS_COPY.localLead}>
        {recommendation !== null && (
          <p className={`${page.card} ${styles.recommended}`}>
            <span>
              <strong>
                {MODELS_COPY.recommendedFor}: {recommendation.model.label}.
              </strong>{" "}
              {recommendationWords(recommendation)}
            </span>
          </p>
        )}
        <ModelList rows={rows} />
      </Section>
      <Section title={MODELS_COPY.storage} lead={MODELS_COPY.storageLead}>
        <StorageSummary rows={rows} />
      </Section>
      <Section title={MODELS_COPY.custom} lead={MODELS_COPY.customLead}>
        <CustomModelForm />
      </Section>
      <Section title={MODELS_COPY.cloud} lead={MODELS_COPY.cloudLead}>
        <CloudModels />
      </Section>
      <MakeRoomDialog rows={rows} />
    </Page>
  );
}

/** Whether the built-in models are here for good. */
function OfflineNote() {
  const words = MODELS_COPY.offlineKit[useApp((state) => state.offlineKit)];
  return (
    <p className={page.muted} role="status">
      {words}
    </p>
  );
}

/** Times the built-in models anew, where there is an adapter to compare with. */
function CompareProviders() {
  const { compareProviders } = useActions();
  const hasGpu = useApp((state) => state.webgpu?.state === "available");
  const comparing = useApp((state) => state.comparing);
  if (!hasGpu) return null;
  return (
    <div className={styles.count}>
      <Button size="small" disabled={comparing === "going"} onClick={() => void compareProviders(true)}>
        {MODELS_COPY.compare.button}
      </Button>
      <span className={page.muted} role="status">
        {comparing !== null && MODELS_COPY.compare[comparing]}
      </span>
    </div>
  );
}

/** What the browser offers: WebGPU with or without 16-bit floats, or why there is none (rows L1, L2). */
function DeviceNote() {
  const webgpu = useApp((state) => state.webgpu);
  const words =
    webgpu === null
      ? MODELS_COPY.webgpuChecking
      : webgpu.state === "missing"
        ? `No WebGPU: ${webgpu.reason} Built-in models use WebAssembly.`
        : `WebGPU on ${webgpu.adapter}, ${webgpu.hasF16 ? "with" : "without"} 16-bit floats (shader-f16).`;
  return (
    <p className={page.card} role="status">
      <span>
        <strong>{MODELS_COPY.device}:</strong> {words}
      </span>
    </p>
  );
}
