import { createServer } from "node:http";
import ms from "ms";

createServer((_, answer) => answer.end(`two days are ${ms("2 days")} ms`)).listen(process.env.PORT);
process.once("SIGTERM", () => process.exit(0));
