import type { Detector } from "../detection/detection.ts";
import { jsonSchema, type Schema } from "../yaml/schema.ts";
import { descriptorFields } from "./fields.ts";

/** The JSON Schema of `service.yaml`, from the table that its parser follows. */
export function descriptorSchema(languages: readonly Detector[]): Schema {
  return jsonSchema(descriptorFields(languages), {
    title: "multistage service descriptor",
    description:
      "service.yaml: what a service needs beyond what its files already tell. Every field is optional.",
  });
}
