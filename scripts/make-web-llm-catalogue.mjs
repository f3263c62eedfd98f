// Writes src/engines/web-llm/catalogue.json from the installed @mlc-ai/web-llm, so that the page need not load
// that package to list its models. Run again after raising the package's version:
//   node scripts/make-web-llm-catalogue.mjs           writes
//   node scripts/make-web-llm-catalogue.mjs --check   fails when the file is out of date
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modelVersion, prebuiltAppConfig } from "@mlc-ai/web-llm";

const APACHE = "Apache-2.0";
const card = (repository) => `https://huggingface.co/${repository}`;

// Smallest first: the first that can run is what the page offers. `parameters` are those of the model's own card;
// the package does not say how large a download is.
const CHOSEN = [
  {
    id: "SmolLM2-360M-Instruct-q4f16_1-MLC",
    label: "SmolLM2 360M (16-bit)",
    parameters: 361_821_120,
    license: APACHE,
    licenseUrl: card("HuggingFaceTB/SmolLM2-360M-Instruct"),
  },
  {
    id: "SmolLM2-360M-Instruct-q4f32_1-MLC",
    label: "SmolLM2 360M",
    parameters: 361_821_120,
    license: APACHE,
    licenseUrl: card("HuggingFaceTB/SmolLM2-360M-Instruct"),
  },
  {
    id: "Qwen2.5-0.5B-Instruct-q4f32_1-MLC",
    label: "Qwen2.5 0.5B",
    parameters: 494_032_768,
    license: APACHE,
    licenseUrl: card("Qwen/Qwen2.5-0.5B-Instruct/blob/main/LICENSE"),
  },
  {
    id: "Llama-3.2-1B-Instruct-q4f16_1-MLC",
    label: "Llama 3.2 1B",
    parameters: 1_235_814_400,
    license: "Llama 3.2 Community License",
    licenseUrl: "https://www.llama.com/llama3_2/license/",
  },
  {
    id: "gemma3-1b-it-q4f16_1-MLC",
    label: "Gemma 3 1B",
    parameters: 999_885_952,
    license: "Gemma Terms of Use",
    licenseUrl: "https://ai.google.dev/gemma/terms",
  },
  {
    id: "Qwen2.5-1.5B-Instruct-q4f16_1-MLC",
    label: "Qwen2.5 1.5B",
    parameters: 1_543_714_304,
    license: APACHE,
    licenseUrl: card("Qwen/Qwen2.5-1.5B-Instruct/blob/main/LICENSE"),
  },
  {
    id: "Qwen3-1.7B-q4f16_1-MLC",
    label: "Qwen3 1.7B (many languages)",
    parameters: 1_720_574_976,
    license: APACHE,
    licenseUrl: card("Qwen/Qwen3-1.7B/blob/main/LICENSE"),
    thinking: "off",
  },
  {
    id: "Qwen2.5-Coder-1.5B-Instruct-q4f16_1-MLC",
    label: "Qwen2.5 Coder 1.5B",
    parameters: 1_543_714_304,
    license: APACHE,
    licenseUrl: card("Qwen/Qwen2.5-Coder-1.5B-Instruct/blob/main/LICENSE"),
  },
  {
    id: "Qwen3-4B-q4f16_1-MLC",
    label: "Qwen3 4B (reasoning)",
    parameters: 4_022_468_096,
    license: APACHE,
    licenseUrl: card("Qwen/Qwen3-4B/blob/main/LICENSE"),
    thinking: "on",
  },
  {
    id: "Phi-3.5-vision-instruct-q4f16_1-MLC",
    label: "Phi-3.5 Vision",
    parameters: 4_146_621_440,
    license: "MIT",
    licenseUrl: card("microsoft/Phi-3.5-vision-instruct/blob/main/LICENSE"),
    modalities: ["text", "image"],
  },
];

// MLC group quantisation: 4-bit weights with one scale of 16 or 32 bits for each group of 32.
const BITS_PER_PARAMETER = { q4f16_1: 4 + 16 / 32, q4f32_1: 4 + 32 / 32 };

const rows = CHOSEN.map((chosen) => {
  const record = prebuiltAppConfig.model_list.find((each) => each.model_id === chosen.id);
  if (record === undefined) throw new Error(`${chosen.id} is not in this version of the package`);
  const quantization = /-(q\d+f(?:16|32)(?:_\d)?)-/.exec(chosen.id)?.[1];
  const bits = BITS_PER_PARAMETER[quantization];
  if (bits === undefined) throw new Error(`${chosen.id} has a quantisation of unknown size`);
  const { context_window_size: contextWindow, ...otherOverrides } = record.overrides ?? {};
  if (Object.keys(otherOverrides).length > 0)
    throw new Error(`${chosen.id} has overrides that would be lost`);
  const features = new Set(record.required_features ?? []);
  // 56 of the package's 16-bit records forget to say so.
  if (quantization.includes("f16")) features.add("shader-f16");
  return {
    modelId: chosen.id,
    label: chosen.label,
    url: record.model,
    libraryUrl: record.model_lib,
    estimatedDownloadBytes: Math.round((chosen.parameters * bits) / 8 / 1e6) * 1e6,
    vramRequiredMb: Math.round(record.vram_required_MB),
    contextWindow: contextWindow ?? 4096,
    quantization,
    requiredFeatures: [...features].sort(),
    requiredBufferBytes: record.buffer_size_required_bytes ?? null,
    modalities: chosen.modalities ?? ["text"],
    thinking: chosen.thinking ?? "none",
    license: chosen.license,
    licenseUrl: chosen.licenseUrl,
  };
});

const file = fileURLToPath(new URL("../src/engines/web-llm/catalogue.json", import.meta.url));
const text = `${JSON.stringify({ modelVersion, models: rows }, null, 2)}\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    console.error("catalogue.json is out of date: run node scripts/make-web-llm-catalogue.mjs");
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
}
