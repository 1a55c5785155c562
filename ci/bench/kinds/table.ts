import type { KindName } from "../mix.ts";
import { flask } from "./flask.ts";
import { gin, grpc } from "./go.ts";
import { java } from "./java.ts";
import type { Kind } from "./kind.ts";
import { node } from "./node.ts";
import { play } from "./play.ts";
import { rust } from "./rust.ts";
import { site } from "./static.ts";

/** Every kind of service that the benchmark builds. */
export const KINDS: Record<KindName, Kind> = { gin, grpc, node, flask, play, java, rust, static: site };
