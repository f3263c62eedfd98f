import { createConnection } from "../../platform/storage/history-database";
import { openTaught } from "../../platform/storage/taught-store";
import { hostWorker } from "../shared/worker-host";
import { createTaughtHandler } from "./taught-handler";

const store = openTaught(createConnection());
hostWorker<null>(self, () => createTaughtHandler(store.weights));
