import type { TaughtSpecialist } from "../../../core/taught";
import { Button } from "../../components/button";
import { Section } from "../../components/page";
import page from "../../components/page.module.css";
import { ScrollBox } from "../../components/scroll-box";
import { TEACH_COPY } from "../../copy/teach";
import { formatDate, formatShare } from "../../format";
import { accuracyOf } from "./read-specialist";
import { useTeach } from "./use-teach";

/** Every training side by side, and which of them is in use. */
export function VersionList({ specialist }: { specialist: TaughtSpecialist }) {
  const { chooseVersion } = useTeach();
  return (
    <Section title={TEACH_COPY.versions} lead={TEACH_COPY.versionsLead}>
      <ScrollBox label={TEACH_COPY.versions} className={`${page.scroll} ${page.tableBox}`}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{TEACH_COPY.version}</th>
              <th scope="col">{TEACH_COPY.trainedOn}</th>
              <th scope="col" className={page.number}>
                {TEACH_COPY.count}
              </th>
              <th scope="col" className={page.number}>
                {TEACH_COPY.goodColumn[specialist.kind]}
              </th>
              <th scope="col">{TEACH_COPY.inUse}</th>
            </tr>
          </thead>
          <tbody>
            {specialist.versions.toReversed().map((version) => (
              <tr key={version.number}>
                <th scope="row">{version.number}</th>
                <td>{formatDate(version.trainedAt)}</td>
                <td className={page.number}>{version.examples}</td>
                <td className={page.number}>{formatShare(accuracyOf(version) ?? 0)}</td>
                <td>
                  {version.number === specialist.versionInUse ? (
                    <span className={`${page.tag} ${page.good}`}>{TEACH_COPY.inUse}</span>
                  ) : (
                    <Button
                      size="small"
                      aria-label={TEACH_COPY.chooseVersion(version.number)}
                      onClick={() => void chooseVersion(specialist.id, version.number)}
                    >
                      {TEACH_COPY.use}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Section>
  );
}
