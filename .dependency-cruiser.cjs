/**
 * The import rules of docs/architecture.md:
 * core <- platform <- { engines, tasks, privacy, routing, metrics } <- run <- store <- ui <- main
 */

const TEST = "\\.test\\.tsx?$|/test-support/|engine-contract\\.ts$";

/** Each layer and the layers it may import besides itself. */
const MAY_IMPORT = {
  core: [],
  platform: ["core"],
  engines: ["core", "platform"],
  tasks: ["core", "platform"],
  privacy: ["core", "platform"],
  routing: ["core", "platform"],
  metrics: ["core", "platform"],
  run: ["core", "platform", "engines", "tasks", "privacy", "routing", "metrics"],
  store: ["core", "platform", "engines", "tasks", "privacy", "routing", "metrics", "run"],
  ui: ["core", "platform", "engines", "tasks", "privacy", "routing", "metrics", "run", "store"],
  // The composition root's parts that are not in the first load.
  wiring: ["core", "platform", "engines", "tasks", "privacy", "routing", "metrics", "run", "store"],
};

const layers = Object.entries(MAY_IMPORT).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  comment: `${layer} may import ${allowed.join(", ") || "nothing"} of this project, and itself.`,
  severity: "error",
  from: { path: `^src/${layer}/`, pathNot: TEST },
  to: { path: "^(src|e2e|bench|scripts)/", pathNot: `^src/(${[layer, ...allowed].join("|")})/` },
}));

/** A library and the only places that may import it. */
const ZONES = [
  ["onnxruntime-(web|common|node)", "^(src/engines/onnx|bench)/"],
  ["@mlc-ai/web-llm", "^src/engines/web-llm/"],
  ["react(-dom|-markdown)?", "^src/(ui/|main\\.tsx$)"],
  ["zustand", "^src/store/"],
  ["idb", "^src/platform/storage/"],
  ["eventsource-parser", "^src/engines/cloud/"],
  ["workbox-(core|precaching|routing)", "^src/sw\\.ts$"],
].map(([library, place]) => ({
  name: `only-place-of-${library}`,
  comment: `${library} is imported only under ${place}.`,
  severity: "error",
  from: { path: "^(src|e2e|bench)/", pathNot: place },
  to: { path: `node_modules/${library}/` },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...ZONES,
    {
      name: "engines-apart",
      comment: "No engine imports another; what they share is in engines/shared.",
      severity: "error",
      from: { path: "^src/engines/([^/]+)/", pathNot: "^src/engines/shared/" },
      to: { path: "^src/engines/[^/]+/", pathNot: "^src/engines/($1|shared)/" },
    },
    {
      name: "shared-knows-no-engine",
      severity: "error",
      from: { path: "^src/engines/shared/", pathNot: TEST },
      to: { path: "^src/engines/(?!shared/)" },
    },
    {
      name: "tasks-apart",
      comment: "A task is one folder; what tasks share is in tasks/shared.",
      severity: "error",
      from: { path: "^src/tasks/([^/]+)/", pathNot: `^src/tasks/shared/|${TEST}` },
      to: { path: "^src/tasks/[^/]+/", pathNot: "^src/tasks/($1|shared)/" },
    },
    {
      name: "no-circular",
      comment: "Types of one another count too: split the type off.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "A file that nothing imports is dead, unless it is an entry.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: "\\.d\\.ts$|\\.worker\\.ts$|\\.test\\.tsx?$|\\.spec\\.ts$|^src/sw\\.ts$",
      },
      to: {},
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-test-code-in-the-app",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { path: `${TEST}|^e2e/` },
    },
    {
      name: "no-development-packages-in-the-app",
      comment: "What ships is a dependency. The service worker's parts are bundled by the build plugin.",
      severity: "error",
      from: { path: "^src/", pathNot: `${TEST}|^src/sw\\.ts$` },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "type-only"] },
    },
    {
      name: "no-undeclared-packages",
      severity: "error",
      from: { path: "^(src|e2e|bench)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|public)/|\\?(url|raw|worker)$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.app.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
      conditionNames: ["onnxruntime-web-use-extern-wasm", "import", "module", "browser", "default", "types"],
      exportsFields: ["exports"],
      mainFields: ["module", "main", "types"],
    },
  },
};
