import { buildsOf, type Deployment } from "./deployment.ts";
import { lastPart } from "./skaffold.ts";

/** Tiltfiles are programs: of them only calls of `docker_build` with plain texts are read. https://docs.tilt.dev/api.html */
export const tilt: Deployment = {
  names: ["Tiltfile"],
  builds(snapshot, file) {
    const lines = (snapshot.text(file) ?? "").split("\n");
    return lines.flatMap((line, at) => {
      const [, image, context] =
        /^\s*docker_build\(\s*["']([^"']+)["']\s*,\s*["']([^"']+)["']/.exec(line) ?? [];
      if (!image || !context) return [];
      const [, dockerfile] = /\bdockerfile\s*=\s*["']([^"']+)["']/.exec(line) ?? [];
      return buildsOf(snapshot, file, { context, dockerfile, name: lastPart(image), line: at + 1 });
    });
  },
};
