import { buildIfNeeded } from "./build-if-needed.mjs";
import { requireNode } from "./require-node.mjs";

requireNode();
buildIfNeeded();
await import("./serve.mjs");
