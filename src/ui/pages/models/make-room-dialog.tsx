import { useEffect, useRef, useState } from "react";
import type { ModelRecord } from "../../../core/model";
import type { Download } from "../../../store/app-state";
import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import dialogStyles from "../../components/dialog.module.css";
import { CheckField } from "../../components/field";
import { MODELS_COPY } from "../../copy/models";
import { formatBytes } from "../../format";
import { type ModelRow, storedBytesOf } from "./select-models";

const COPY = MODELS_COPY.makeRoom;

/** Opens by itself when a download found no room: which of the other models shall go (row S2)? */
export function MakeRoomDialog({ rows }: { rows: readonly ModelRow[] }) {
  const downloads = useApp((state) => state.downloads);
  const full = Object.values(downloads).find(
    (download) => download.state === "failed" && download.error.code === "storage-full",
  );
  return full === undefined ? null : <Dialog key={full.modelId} full={full} rows={rows} />;
}

function Dialog({ full, rows }: { full: Download; rows: readonly ModelRow[] }) {
  const { makeRoom } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  const [goingIds, setGoingIds] = useState<ReadonlySet<string>>(new Set());
  const others = rows.filter((row) => row.model.id !== full.modelId && storedBytesOf(row) > 0);
  const going: ModelRecord[] = others.map(({ model }) => model).filter(({ id }) => goingIds.has(id));

  useEffect(() => dialog.current?.showModal(), []);

  const toggle = (id: string, goes: boolean) => {
    const next = new Set(goingIds);
    if (goes) next.add(id);
    else next.delete(id);
    setGoingIds(next);
  };
  const go = () => {
    dialog.current?.close();
    void makeRoom(full.modelId, going);
  };
  return (
    <dialog ref={dialog} className={dialogStyles.dialog} aria-label={COPY.title}>
      <form method="dialog" className={dialogStyles.form}>
        <p>{others.length === 0 ? COPY.nothing : COPY.lead(full.label)}</p>
        {others.map((row) => (
          <CheckField
            key={row.model.id}
            label={`${row.model.label}, ${formatBytes(storedBytesOf(row))}`}
            checked={goingIds.has(row.model.id)}
            onChange={(goes) => toggle(row.model.id, goes)}
          />
        ))}
        <div className={dialogStyles.actions}>
          <Button type="submit">{COPY.later}</Button>
          {others.length > 0 && (
            <Button look="primary" disabled={going.length === 0} onClick={go}>
              {COPY.go}
            </Button>
          )}
        </div>
      </form>
    </dialog>
  );
}
