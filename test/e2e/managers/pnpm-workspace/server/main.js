import { createServer } from "node:http";
import { twoDays } from "words";

createServer((_, answer) => answer.end(`two days are ${twoDays()} ms`)).listen(process.env.PORT);
process.once("SIGTERM", () => process.exit(0));
