import { FileButton } from "../../components/file-button";
import { TEACH_COPY } from "../../copy/teach";

interface TableFileButtonProps {
  inputLabel: string;
  onText: (text: string) => void;
}

/** Takes the text of a table, or of plain lines, from a file. */
export function TableFileButton({ inputLabel, onText }: TableFileButtonProps) {
  return (
    <FileButton
      label={TEACH_COPY.chooseFile}
      inputLabel={inputLabel}
      accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
      onFile={(file) => void file.text().then(onText)}
    />
  );
}
