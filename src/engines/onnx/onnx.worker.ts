import { hostWorker } from "../shared/worker-host";
import { createOnnxHandler, type OnnxWorkerOptions } from "./onnx-handler";

hostWorker<OnnxWorkerOptions>(self, createOnnxHandler);
