/// <reference lib="webworker" />
import { hostDownloads } from "../shared/downloads/host-downloads";
import { storedFiles } from "./model-files";
import { obtainModel } from "./obtain-model";

declare const self: DedicatedWorkerGlobalScope;

hostDownloads(self, { obtainModel, storedFiles });
