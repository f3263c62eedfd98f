import { useEffect, useState } from "react";
import { ESCALATION_RULES, type LearntRoutes, ROUTE_LEANS, type RouteWeights } from "../../../core/route";
import { TASK_IDS } from "../../../core/task";
import { taskDefinition } from "../../../tasks";
import { useActions, useApp, useAppStore } from "../../app-context";
import { Button } from "../../components/button";
import { ChoiceGroup } from "../../components/choice-group";
import { ConfirmButton } from "../../components/confirm-button";
import { CheckField } from "../../components/field";
import form from "../../components/field.module.css";
import page from "../../components/page.module.css";
import { SliderField } from "../../components/slider-field";
import { ESCALATION_COPY, LEAN_COPY, ROUTING_COPY } from "../../copy/routing";
import { formatShare } from "../../format";
import { saveAsFile } from "../../save-as-file";
import styles from "./settings-page.module.css";

const ESCALATIONS = ESCALATION_RULES.map((value) => ({ value, label: ESCALATION_COPY[value] }));
const LEANS = ROUTE_LEANS.map((value) => ({ value, label: LEAN_COPY[value] }));
/** What a share starts with when it is switched on. */
const FIRST_SHARE = 0.25;

/** What Auto weighs by where both sides can answer. */
export function RoutingForm() {
  const { updateSettings } = useActions();
  const weights = useApp((state) => state.settings.routeWeights);
  const escalation = useApp((state) => state.settings.escalation);
  const change = (part: Partial<RouteWeights>) => updateSettings({ routeWeights: { ...weights, ...part } });
  const { cloudShare } = weights;
  return (
    <div className={`${page.card} ${form.form}`}>
      <div className={form.field}>
        <span className={form.label}>{ROUTING_COPY.lean}</span>
        <ChoiceGroup
          label={ROUTING_COPY.lean}
          choices={LEANS}
          value={weights.lean}
          onChange={(lean) => change({ lean })}
        />
        <span className={form.hint}>{ROUTING_COPY.leanHelp[weights.lean]}</span>
      </div>
      <div className={styles.sliders}>
        {(["private", "fast", "thorough"] as const).map((wish) => (
          <SliderField
            key={wish}
            label={ROUTING_COPY[wish]}
            ends={ROUTING_COPY[`${wish}Ends`]}
            value={weights[wish]}
            onChange={(value) => change({ [wish]: value })}
          />
        ))}
      </div>
      <CheckField
        label={ROUTING_COPY.share}
        hint={ROUTING_COPY.shareHint}
        checked={cloudShare !== null}
        onChange={(isOn) => change({ cloudShare: isOn ? FIRST_SHARE : null })}
      />
      {cloudShare !== null && (
        <SliderField
          label={`${ROUTING_COPY.shareSlider}: ${formatShare(cloudShare)}`}
          ends={["0 %", "100 %"]}
          value={cloudShare}
          onChange={(share) => change({ cloudShare: share })}
        />
      )}
      <div className={form.field}>
        <span className={form.label}>{ROUTING_COPY.escalation}</span>
        <ChoiceGroup
          label={ROUTING_COPY.escalation}
          choices={ESCALATIONS}
          value={escalation}
          onChange={(value) => updateSettings({ escalation: value })}
        />
        <span className={form.hint}>{ROUTING_COPY.escalationHint}</span>
      </div>
    </div>
  );
}

/** What verdicts have come to, task by task, and the way to take it along or to forget it. */
export function LearntRouting() {
  const { openRouting } = useAppStore();
  const [learnt, setLearnt] = useState<LearntRoutes | null>(null);
  useEffect(() => {
    let isShown = true;
    openRouting().then(
      (routing) => isShown && setLearnt(routing.learnt()),
      () => {
        // The part could not be fetched: nothing is shown, and the next visit tries again.
      },
    );
    return () => {
      isShown = false;
    };
  }, [openRouting]);
  if (learnt === null) return null;
  const tasks = TASK_IDS.flatMap((id) => {
    const found = learnt.tasks[id];
    return found === undefined ? [] : [{ id, ...found }];
  });
  const isEmpty = tasks.length === 0 && learnt.scores.length === 0;
  return (
    <div className={page.card}>
      <h3 className={form.label}>{ROUTING_COPY.learnt}</h3>
      <p className={form.hint}>{ROUTING_COPY.learntLead}</p>
      {tasks.length === 0 ? (
        <p className={styles.note}>{ROUTING_COPY.learntNothing}</p>
      ) : (
        <table className={styles.learnt}>
          <thead>
            <tr>
              <th scope="col">{ROUTING_COPY.learntTask}</th>
              <th scope="col">{ROUTING_COPY.learntLeans}</th>
              <th scope="col">{ROUTING_COPY.learntCount}</th>
            </tr>
          </thead>
          <tbody>
            {tasks.map(({ id, correction, verdicts }) => (
              <tr key={id}>
                <th scope="row">{taskDefinition(id).label}</th>
                <td>{ROUTING_COPY.towards(Math.round(correction * 1000) / 10)}</td>
                <td>{verdicts}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {learnt.scores.length > 0 && (
        <p className={styles.note}>{ROUTING_COPY.promptsSeen(learnt.scores.length)}</p>
      )}
      {!isEmpty && (
        <div className={form.row}>
          <Button
            size="small"
            icon="download"
            onClick={() => saveAsFile("nearside-routing.json", JSON.stringify(learnt, null, 2))}
          >
            {ROUTING_COPY.exportLearnt}
          </Button>
          <ConfirmButton
            size="small"
            label={ROUTING_COPY.forgetLearnt}
            question={ROUTING_COPY.forgetQuestion}
            onConfirm={() =>
              void openRouting().then((routing) => {
                routing.forget();
                setLearnt(routing.learnt());
              })
            }
          />
        </div>
      )}
    </div>
  );
}
