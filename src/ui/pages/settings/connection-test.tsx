import type { ProviderSettings } from "../../../core/settings";
import { endpointAddress } from "../../../store/selectors";
import { useApp } from "../../app-context";
import { ERROR_COPY } from "../../copy/errors";
import { SETTINGS_COPY } from "../../copy/settings";
import styles from "./settings-page.module.css";

/** The test of an endpoint as it stands; undefined where none was made. */
export function useConnectionTest(endpoint: ProviderSettings) {
  return useApp((state) => state.connectionTests[endpointAddress(endpoint)]);
}

/** What the test of an endpoint's connection found. */
export function ConnectionTestResult({ endpoint }: { endpoint: ProviderSettings }) {
  const test = useConnectionTest(endpoint);
  const { modelName } = endpoint;
  return (
    <div role="status" className={styles.test}>
      {test?.state === "running" && SETTINGS_COPY.testing}
      {test?.state === "ok" && (
        <p className={styles.ok}>
          {SETTINGS_COPY.testOk(test.models.length)}{" "}
          {test.models.length > 0 &&
            !test.models.some(({ name }) => name === modelName) &&
            SETTINGS_COPY.testOkMissing(modelName)}
        </p>
      )}
      {test?.state === "failed" && (
        <div className={styles.failed}>
          <p>
            <strong>{ERROR_COPY[test.error.code].title}.</strong> {ERROR_COPY[test.error.code].body}
          </p>
          {test.error.detail !== undefined && <pre>{test.error.detail}</pre>}
        </div>
      )}
    </div>
  );
}
