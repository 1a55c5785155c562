import type { Microservice } from "../../../src/microservice.ts";
import { refuseUnfrozen } from "../../../src/pipeline/frozen.ts";
import type { PlannedService, StageName } from "../../../src/pipeline/plan.ts";
import { factsOf } from "../../../src/publish/checkout.ts";
import { checked } from "../../../src/publish/refuse.ts";
import { templatesOf } from "../../../src/publish/settings.ts";
import { tagsOf } from "../../../src/publish/tags.ts";
import type { ServiceResult } from "../../../src/report/result.ts";
import { columns } from "../../../src/report/text.ts";
import { faultText } from "../../../src/yaml/fault.ts";
import type { Values } from "../arguments.ts";
import { rememberedBases } from "../bases/mode.ts";
import { referenceOf } from "../output/results.ts";
import type { Output } from "../prepare.ts";
import { readCheckout } from "../publish/checkout.ts";
import { askedBy, readSettings } from "../publish/open.ts";
import { allServices, openSession, pickService, plan, type Session } from "../session.ts";

/** `services`: what there is, and what was detected from what. */
export async function services(values: Values): Promise<Output> {
  const session = await openSession(values);
  const found = allServices(session).map(({ name, path, language, version, facts }): ServiceResult => {
    return { name, path, language, version, status: "planned", facts: facts.map(factText) };
  });
  const rows = found.map(({ name, language, version = "", path }) => [name, language, version, path]);
  return {
    text: columns([["SERVICE", "LANGUAGE", "VERSION", "DIRECTORY"], ...rows]),
    data: { services: found },
  };
}

/** `plan`: what would be built; nothing is, and no engine is asked. */
export async function planAll(values: Values): Promise<Output> {
  const session = await openSession(values);
  const tags = await tagsFor(values, session);
  const decided = decide(values, session, allServices(session));
  const plans = decided.map((one) => planResult(one, tags(one.service.name)));
  return { text: plans.map(planText).join("\n\n"), data: { services: plans } };
}

/** `dockerfile`: the multi-stage Dockerfile that a service's definition means. */
export async function dockerfile(values: Values): Promise<Output> {
  const session = await openSession(values);
  const service = pickService(session, values.service);
  const text = decide(values, session, [service])[0]?.dockerfile ?? "";
  return { text: text.trimEnd(), data: { dockerfile: text } };
}

/** With the bases that a build with the same flags starts from: pinned ones come from a registry. */
function decide(values: Values, session: Session, services: Microservice[]): PlannedService[] {
  const from = values.frozen && !values.bases ? "registry" : rememberedBases(values);
  const decided = services.map((service) => plan(session, service, from, values.stage as StageName));
  if (values.frozen) refuseUnfrozen(decided);
  return decided;
}

/** The tags that `publish` would give a service's image. @throws a `Failure` (exit 2) where they can't be tags. */
async function tagsFor(values: Values, { source, environment }: Session) {
  const settings = readSettings(source);
  const checkout = await readCheckout(source.root);
  const asked = askedBy({ ...values, environment }, settings, checkout);
  const options = { templates: templatesOf(settings) };
  return (service: string) => {
    const { immutable, moving } = checked(() => tagsOf(service, factsOf(service, asked, checkout), options));
    return [...immutable, ...moving];
  };
}

function planResult(planned: PlannedService, tags: string[]): ServiceResult {
  const { name, path, language, version, facts, budgetBytes, warnings } = planned.service;
  return {
    name,
    path,
    language,
    version,
    environment: planned.environment,
    status: "planned",
    reference: referenceOf(planned),
    budgetBytes,
    stages: planned.stages.map(({ name, base }) => ({ name, base })),
    key: planned.key,
    tags,
    facts: facts.map(factText),
    ...(warnings && { warnings: warnings.map(faultText) }),
  };
}

function factText({ field, value, from }: PlannedService["service"]["facts"][number]) {
  return { field, value: Array.isArray(value) ? value.join(" ") : String(value), from };
}

function planText({
  name,
  language,
  version = "",
  path,
  reference,
  key,
  stages,
  tags,
  facts,
  warnings,
}: ServiceResult): string {
  const rows = [
    ["image", reference ?? ""],
    ["tags", tags?.join(" ") ?? ""],
    ["key", key?.slice(0, 12) ?? ""],
    ...(stages ?? []).map((stage) => ["stage", `${stage.name} from ${stage.base}`]),
    ...(facts ?? []).map(({ field, value, from }) => ["detected", `${field} ${value}, from ${from}`]),
    ...(warnings ?? []).map((warning) => ["warning", warning]),
  ];
  return `${name} (${[language, version].filter(Boolean).join(" ")}, ${path})\n${columns(rows, "  ")}`;
}
