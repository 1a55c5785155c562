import { fieldOf, itemsOf, textOf, yamlValues } from "../../manifests/yaml.ts";
import { buildsOf, type Deployment, lineOf } from "./deployment.ts";

/** Skaffold: artifacts of the build, of profiles too. https://skaffold.dev/docs/references/yaml/ */
export const skaffold: Deployment = {
  names: ["skaffold.y*ml"],
  builds(snapshot, file) {
    const text = snapshot.text(file) ?? "";
    const parts = yamlValues(text).flatMap((value) => [value, ...itemsOf(fieldOf(value, "profiles"))]);
    const artifacts = parts.flatMap((part) => itemsOf(fieldOf(part, "build", "artifacts")));
    return artifacts.flatMap((artifact) => {
      const image = textOf(fieldOf(artifact, "image")) ?? "";
      const context = textOf(fieldOf(artifact, "context")) ?? ".";
      const dockerfile = textOf(fieldOf(artifact, "docker", "dockerfile"));
      const line = lineOf(text, (each) => each.includes(image));
      return buildsOf(snapshot, file, { context, dockerfile, name: lastPart(image), line });
    });
  },
};

/** `registry.example/shop/cart:latest` is `cart`. */
export function lastPart(image: string): string {
  return image.slice(image.lastIndexOf("/") + 1).replace(/[:@].*$/, "");
}
