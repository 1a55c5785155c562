import type { Detector } from "../../../src/detection/detection.ts";
import { detectDockerfile } from "../../../src/detection/dockerfile.ts";
import { detectGo } from "../../../src/detection/go.ts";
import { detectJava } from "../../../src/detection/java.ts";
import { detectNode } from "../../../src/detection/node.ts";
import { detectPython } from "../../../src/detection/python.ts";
import { detectRust } from "../../../src/detection/rust.ts";
import { detectScala } from "../../../src/detection/scala.ts";
import { detectStatic } from "../../../src/detection/static.ts";

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
