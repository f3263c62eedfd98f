// Writes src/engines/web-llm/catalogue.json from the installed @mlc-ai/web-llm, so that the page need not load
// that package to list its models. Run again after raising the package's version:
//   node scripts/make-web-llm-catalogue.mjs           writes
//   node scripts/make-web-llm-catalogue.mjs --check   fails when the file is out of date
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modelVersion, prebuiltAppConfig } from "@mlc-ai/web-llm";

const card = (repository) => `https://huggingface.co/${repository}`;
const APACHE = "Apache-2.0";
const MIT = "MIT";
const LLAMA_3_2 = ["Llama 3.2 Community License", "https://www.llama.com/llama3_2/license/"];
const LLAMA_3_1 = ["Llama 3.1 Community License", "https://www.llama.com/llama3_1/license/"];
const GEMMA = ["Gemma Terms of Use", "https://ai.google.dev/gemma/terms"];

// The languages that each model's own card names; of very long lists, those with the most speakers online.
// docs/catalogue.md says which rows were checked against what.
const ENGLISH = ["en"];
const ENGLISH_CHINESE = ["en", "zh"];
const LLAMA_LANGUAGES = ["en", "de", "fr", "it", "pt", "hi", "es", "th"];
const QWEN_2_5 = ["en", "zh", "fr", "es", "pt", "de", "it", "ru", "ja", "ko", "vi", "th", "ar"];
const QWEN_3 = [...QWEN_2_5, "nl", "pl", "tr", "id", "hi", "uk", "cs", "sv", "ro", "he", "fa", "el"];
const PHI = "en ar zh cs da nl fi fr de he hu it ja ko no pl pt ru es sv th tr uk".split(" ");
const MINISTRAL = ["en", "fr", "es", "de", "it", "pt", "nl", "zh", "ja", "ko", "ar"];

// What each is good for, by its size and by what it was trained on.
const SHORT_TEXTS = ["write", "chat"];
const GENERAL = ["write", "summarise", "ask", "chat"];
const TRANSLATING = [...GENERAL, "translate"];
const CODE = ["code"];

const Q16 = "q4f16_1";
const Q32 = "q4f32_1";
const BOTH = [Q16, Q32];

// One line a model; `parameters` are those of its own card, since the package does not say how large a download is.
// Where the package has it in 32 bits too, the small ones are listed twice: half of all devices lack 16-bit floats.
const CHOSEN = [
  model("SmolLM2-360M-Instruct", "SmolLM2 360M", 361_821_120, {
    variants: BOTH,
    languages: ENGLISH,
    goodFor: SHORT_TEXTS,
    license: [APACHE, card("HuggingFaceTB/SmolLM2-360M-Instruct")],
  }),
  model("Qwen2.5-0.5B-Instruct", "Qwen2.5 0.5B", 494_032_768, {
    variants: BOTH,
    languages: QWEN_2_5,
    goodFor: SHORT_TEXTS,
    license: [APACHE, card("Qwen/Qwen2.5-0.5B-Instruct/blob/main/LICENSE")],
  }),
  model("Qwen2.5-Coder-0.5B-Instruct", "Qwen2.5 Coder 0.5B", 494_032_768, {
    languages: ENGLISH_CHINESE,
    goodFor: CODE,
    license: [APACHE, card("Qwen/Qwen2.5-Coder-0.5B-Instruct/blob/main/LICENSE")],
  }),
  model("Qwen3-0.6B", "Qwen3 0.6B", 596_049_920, {
    variants: BOTH,
    languages: QWEN_3,
    goodFor: SHORT_TEXTS,
    license: [APACHE, card("Qwen/Qwen3-0.6B/blob/main/LICENSE")],
    thinking: "off",
  }),
  model("gemma3-1b-it", "Gemma 3 1B", 999_885_952, {
    languages: ENGLISH,
    goodFor: GENERAL,
    license: GEMMA,
  }),
  model("TinyLlama-1.1B-Chat-v1.0", "TinyLlama 1.1B", 1_100_048_384, {
    variants: BOTH,
    languages: ENGLISH,
    goodFor: SHORT_TEXTS,
    license: [APACHE, card("TinyLlama/TinyLlama-1.1B-Chat-v1.0")],
  }),
  model("Llama-3.2-1B-Instruct", "Llama 3.2 1B", 1_235_814_400, {
    variants: BOTH,
    languages: LLAMA_LANGUAGES,
    goodFor: GENERAL,
    license: LLAMA_3_2,
  }),
  model("OLMo-2-0425-1B-Instruct", "OLMo 2 1B", 1_484_916_736, {
    languages: ENGLISH,
    goodFor: GENERAL,
    license: [APACHE, card("allenai/OLMo-2-0425-1B-Instruct")],
  }),
  model("Qwen2.5-1.5B-Instruct", "Qwen2.5 1.5B", 1_543_714_304, {
    variants: BOTH,
    languages: QWEN_2_5,
    goodFor: GENERAL,
    license: [APACHE, card("Qwen/Qwen2.5-1.5B-Instruct/blob/main/LICENSE")],
  }),
  model("Qwen2.5-Coder-1.5B-Instruct", "Qwen2.5 Coder 1.5B", 1_543_714_304, {
    variants: BOTH,
    languages: ENGLISH_CHINESE,
    goodFor: CODE,
    license: [APACHE, card("Qwen/Qwen2.5-Coder-1.5B-Instruct/blob/main/LICENSE")],
  }),
  model("Qwen2.5-Math-1.5B-Instruct", "Qwen2.5 Math 1.5B", 1_543_714_304, {
    languages: ENGLISH_CHINESE,
    goodFor: ["maths"],
    license: [APACHE, card("Qwen/Qwen2.5-Math-1.5B-Instruct/blob/main/LICENSE")],
  }),
  model("SmolLM2-1.7B-Instruct", "SmolLM2 1.7B", 1_711_376_384, {
    variants: BOTH,
    languages: ENGLISH,
    goodFor: GENERAL,
    license: [APACHE, card("HuggingFaceTB/SmolLM2-1.7B-Instruct")],
  }),
  model("Qwen3-1.7B", "Qwen3 1.7B", 1_720_574_976, {
    variants: BOTH,
    languages: QWEN_3,
    goodFor: TRANSLATING,
    license: [APACHE, card("Qwen/Qwen3-1.7B/blob/main/LICENSE")],
    thinking: "off",
  }),
  model("gemma-2-2b-it", "Gemma 2 2B", 2_614_341_888, {
    variants: BOTH,
    languages: ENGLISH,
    goodFor: GENERAL,
    license: GEMMA,
  }),
  model("gemma-2-2b-jpn-it", "Gemma 2 2B Japanese", 2_614_341_888, {
    languages: ["ja"],
    goodFor: GENERAL,
    license: GEMMA,
  }),
  model("Llama-3.2-3B-Instruct", "Llama 3.2 3B", 3_212_749_824, {
    variants: BOTH,
    languages: LLAMA_LANGUAGES,
    goodFor: TRANSLATING,
    license: LLAMA_3_2,
  }),
  model("Hermes-3-Llama-3.2-3B", "Hermes 3 3B", 3_212_749_824, {
    languages: ENGLISH,
    goodFor: GENERAL,
    license: ["Llama 3 and 3.2 Community Licenses", card("NousResearch/Hermes-3-Llama-3.2-3B")],
  }),
  model("Ministral-3-3B-Instruct-2512-BF16", "Ministral 3 3B", 3_430_000_000, {
    languages: MINISTRAL,
    goodFor: TRANSLATING,
    license: [APACHE, card("mistralai/Ministral-3-3B-Instruct-2512")],
  }),
  model("Phi-3.5-mini-instruct", "Phi-3.5 Mini", 3_821_079_552, {
    languages: PHI,
    goodFor: [...TRANSLATING, "maths", "code"],
    license: [MIT, card("microsoft/Phi-3.5-mini-instruct/blob/main/LICENSE")],
  }),
  model("Phi-4-mini-instruct", "Phi-4 Mini", 3_836_021_760, {
    languages: PHI,
    goodFor: [...TRANSLATING, "maths", "code"],
    license: [MIT, card("microsoft/Phi-4-mini-instruct/blob/main/LICENSE")],
  }),
  model("Qwen3-4B", "Qwen3 4B (reasoning)", 4_022_468_096, {
    languages: QWEN_3,
    goodFor: [...TRANSLATING, "maths", "code"],
    license: [APACHE, card("Qwen/Qwen3-4B/blob/main/LICENSE")],
    thinking: "on",
  }),
  model("Phi-3.5-vision-instruct", "Phi-3.5 Vision", 4_146_621_440, {
    languages: ENGLISH,
    goodFor: ["images", "ask", "chat"],
    license: [MIT, card("microsoft/Phi-3.5-vision-instruct/blob/main/LICENSE")],
    modalities: ["text", "image"],
  }),
  model("OLMo-2-1124-7B-Instruct", "OLMo 2 7B", 7_298_617_344, {
    languages: ENGLISH,
    goodFor: GENERAL,
    license: [APACHE, card("allenai/OLMo-2-1124-7B-Instruct")],
  }),
  model("Qwen2.5-7B-Instruct", "Qwen2.5 7B", 7_615_616_512, {
    languages: QWEN_2_5,
    goodFor: TRANSLATING,
    license: [APACHE, card("Qwen/Qwen2.5-7B-Instruct/blob/main/LICENSE")],
  }),
  model("Qwen2.5-Coder-7B-Instruct", "Qwen2.5 Coder 7B", 7_615_616_512, {
    languages: ENGLISH_CHINESE,
    goodFor: CODE,
    license: [APACHE, card("Qwen/Qwen2.5-Coder-7B-Instruct/blob/main/LICENSE")],
  }),
  model("DeepSeek-R1-Distill-Qwen-7B", "DeepSeek R1 Distill 7B (reasoning)", 7_615_616_512, {
    languages: ENGLISH_CHINESE,
    goodFor: ["ask", "maths", "code"],
    license: [MIT, card("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B/blob/main/LICENSE")],
    thinking: "on",
  }),
  model("Llama-3.1-8B-Instruct", "Llama 3.1 8B", 8_030_261_248, {
    languages: LLAMA_LANGUAGES,
    goodFor: TRANSLATING,
    license: LLAMA_3_1,
  }),
  model("Qwen3-8B", "Qwen3 8B", 8_190_735_360, {
    languages: QWEN_3,
    goodFor: [...TRANSLATING, "maths", "code"],
    license: [APACHE, card("Qwen/Qwen3-8B/blob/main/LICENSE")],
    thinking: "off",
  }),
].flat();

function model(name, label, parameters, { variants = [Q16], license: [license, licenseUrl], ...facts }) {
  return variants.map((quantization) => ({
    id: `${name}-${quantization}-MLC`,
    label: quantization === Q32 ? `${label} (32-bit)` : label,
    parameters,
    license,
    licenseUrl,
    ...facts,
  }));
}

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
    parameters: chosen.parameters,
    languages: chosen.languages,
    goodFor: chosen.goodFor,
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
// Smallest first: the first that can run is what the page offers.
rows.sort((one, other) => one.estimatedDownloadBytes - other.estimatedDownloadBytes);

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
