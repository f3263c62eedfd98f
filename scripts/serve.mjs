import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createStaticServer } from "./static-server.mjs";

const root = fileURLToPath(new URL("../dist", import.meta.url));
const port = Number(process.env.PORT ?? 4173);
const host = process.env.HOST ?? "127.0.0.1";

if (!existsSync(`${root}/index.html`)) {
  console.error("There is no build yet. Run `npm start`, which builds first, or `npm run build`.");
  process.exit(1);
}

const server = createStaticServer(root);
server.on("error", (error) => {
  if (error.code === "EADDRINUSE") {
    console.error(`Port ${port} is in use. Stop what runs there, or choose another: PORT=4180 npm start`);
  } else {
    console.error(`The server could not start: ${error.message}`);
  }
  process.exit(1);
});
server.listen(port, host, () => {
  console.log(`Nearside is at http://localhost:${port} (end it with Ctrl+C)`);
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
