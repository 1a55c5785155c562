import { app } from "./app.js";

const port = Number(process.env.PORT ?? 3000);
const environment = process.env.APP_ENV ?? "production";
const server = app({ environment }).listen(port, (error) => {
  if (error) throw error;
  console.log(`web (${environment}) listens on :${port}`);
});

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
  });
}
