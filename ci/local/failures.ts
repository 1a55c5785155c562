export * from "../../src/report/failure.ts";
