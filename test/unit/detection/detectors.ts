import type { Detector } from "../../../src/detection/detection.ts";
import { detectDockerfile } from "../../../src/languages/dockerfile/detect.ts";
import { detectGo } from "../../../src/languages/go/detect.ts";
import { detectJava } from "../../../src/languages/java/detect.ts";
import { detectNode } from "../../../src/languages/node/detect.ts";
import { detectPython } from "../../../src/languages/python/detect.ts";
import { detectRust } from "../../../src/languages/rust/detect.ts";
import { detectScala } from "../../../src/languages/scala/detect.ts";
import { detectStatic } from "../../../src/languages/static/detect.ts";

/** Every detector, as the table of languages has them. */
export const DETECTORS: Detector[] = [
  { name: "go", detect: detectGo },
  { name: "node", detect: detectNode },
  { name: "python", detect: detectPython },
  { name: "rust", detect: detectRust },
  { name: "java", detect: detectJava },
  { name: "scala", detect: detectScala },
  { name: "static", detect: detectStatic },
  { name: "dockerfile", detect: detectDockerfile },
];
