import type { ModelRecord } from "../../core/model";
import type { TaskId } from "../../core/task";
import sizes from "./specialists/model-sizes.json";

interface SpecialistRow {
  folder: keyof typeof sizes;
  label: string;
  tasks: readonly TaskId[];
  quantization?: string;
}

const ROWS: readonly SpecialistRow[] = [
  { folder: "proofread", label: "Proofreader", tasks: ["proofread"], quantization: "q8" },
  { folder: "summarise", label: "Key sentences", tasks: ["summarise", "key-points"] },
  { folder: "tone", label: "Tone", tasks: ["tone"] },
  { folder: "names", label: "People, places, organisations", tasks: ["sensitive"], quantization: "q8" },
  { folder: "language", label: "Language", tasks: ["language"] },
];

/** The language model that ships with the app. It continues English texts and answers nothing. */
export const ONNX_WRITER: ModelRecord = {
  id: "embedded/writer",
  label: "Nearside Writer",
  engine: "onnx",
  kind: "language-model",
  tasks: ["continue"],
  source: { type: "embedded", folder: "writer" },
  downloadBytes: sizes.writer,
  contextWindow: 512,
  parameters: 3_663_936,
  languages: ["en"],
  thinking: "none",
  quantization: "q8",
  requiredFeatures: [],
  modalities: ["text"],
  license: "Apache-2.0",
};

/** The specialists that ship with the app, in the order of the tasks they serve. */
export const ONNX_SPECIALISTS: readonly ModelRecord[] = ROWS.map(
  ({ folder, label, tasks, quantization }): ModelRecord => ({
    id: `embedded/${folder}`,
    label,
    engine: "onnx",
    kind: "specialist",
    tasks,
    source: { type: "embedded", folder },
    downloadBytes: sizes[folder],
    ...(quantization === undefined ? {} : { quantization }),
    requiredFeatures: [],
    modalities: ["text"],
    license: "Apache-2.0",
  }),
);

/** All that ships with the app. */
export const ONNX_EMBEDDED_MODELS: readonly ModelRecord[] = [...ONNX_SPECIALISTS, ONNX_WRITER];
