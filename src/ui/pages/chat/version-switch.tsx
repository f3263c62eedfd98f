import { Button } from "../../components/button";
import { CHAT_COPY } from "../../copy/chat";
import { useChat } from "../../use-chat";
import styles from "./transcript.module.css";

interface VersionSwitchProps {
  turnId: string;
  /** Every version of the turn, oldest first. */
  versions: readonly string[];
  disabled: boolean;
}

/** Goes from one version of a turn to another, each with what followed it; nothing where there is only one. */
export function VersionSwitch({ turnId, versions, disabled }: VersionSwitchProps) {
  const { showVersion } = useChat();
  if (versions.length < 2) return null;
  const index = versions.indexOf(turnId);
  const [before, after] = [versions[index - 1], versions[index + 1]];
  return (
    <fieldset className={styles.versions} aria-label={CHAT_COPY.versions}>
      <Button
        look="quiet"
        size="small"
        icon="chevron"
        className={styles.previous}
        aria-label={CHAT_COPY.previous}
        disabled={disabled || before === undefined}
        onClick={() => before !== undefined && showVersion(before)}
      />
      <span>{CHAT_COPY.versionOf(index + 1, versions.length)}</span>
      <Button
        look="quiet"
        size="small"
        icon="chevron"
        className={styles.next}
        aria-label={CHAT_COPY.next}
        disabled={disabled || after === undefined}
        onClick={() => after !== undefined && showVersion(after)}
      />
    </fieldset>
  );
}
