import { asText, fieldOf, itemsOf, yamlValues } from "../../manifests/yaml.ts";
import { buildsOf, type Deployment, lineWhere } from "./deployment.ts";

/** Skaffold: artifacts of the build, of profiles too. https://skaffold.dev/docs/references/yaml/ */
export const skaffold: Deployment = {
  names: ["skaffold.y*ml"],
  builds(snapshot, file) {
    const text = snapshot.text(file) ?? "";
    const parts = yamlValues(text).flatMap((value) => [value, ...itemsOf(fieldOf(value, "profiles"))]);
    const artifacts = parts.flatMap((part) => itemsOf(fieldOf(part, "build", "artifacts")));
    return artifacts.flatMap((artifact) => {
      const image = asText(fieldOf(artifact, "image")) ?? "";
      const context = asText(fieldOf(artifact, "context")) ?? ".";
      const dockerfile = asText(fieldOf(artifact, "docker", "dockerfile"));
      const line = lineWhere(text, (each) => each.includes(image));
      return buildsOf(snapshot, file, { context, dockerfile, name: lastPart(image), line });
    });
  },
};

/** `registry.example/shop/cart:latest` is `cart`. */
export function lastPart(image: string): string {
  return image.slice(image.lastIndexOf("/") + 1).replace(/[:@].*$/, "");
}
