import type { Fact } from "../../microservice.ts";
import type { Library } from "../system-packages.ts";
import { type Found, prefixOf } from "./imports.ts";

/** Clients of services that are reached by HTTPS, whatever the address. */
const CLIENTS = [
  ...["cloud.google.com/go", "firebase.google.com/go", "github.com/Azure/azure-sdk-for-go"],
  ...["github.com/aws/aws-sdk-go", "github.com/aws/aws-sdk-go-v2", "github.com/getsentry/sentry-go"],
  ...["github.com/openai/openai-go", "github.com/sashabaranov/go-openai", "github.com/sendgrid/sendgrid-go"],
  ...[
    "github.com/slack-go/slack",
    "github.com/stripe/stripe-go",
    "golang.org/x/oauth2",
    "google.golang.org/api",
  ],
];

/** What a program needs of a system that an image from nothing lacks. */
export function importedExtras(imports: Library[], literals: Found[]): Fact[] {
  const calls = (text: RegExp) => literals.find((literal) => text.test(literal.text));
  const secure = calls(/^https:\/\/(?!(localhost|127\.|\[?::1|www\.w3\.org))[\w.-]+/);
  const client = imports.find(({ name }) => prefixOf(name, CLIENTS));
  const zone = literals.find(({ call = "" }) => /(^|\.)LoadLocation$/.test(call));
  const hasZones = imports.some(({ name }) => name === "time/tzdata");
  const users = imports.find(({ name }) => name === "os/user");
  const extra = (name: string, from: string | undefined): Fact[] =>
    from ? [{ field: "extras", value: [name], from }] : [];
  const placeOf = (found: Found | undefined) => found && `${found.file}:${found.line}`;
  return [
    ...extra("certificates", placeOf(secure) ?? client?.from),
    ...extra("timezones", hasZones ? undefined : placeOf(zone)),
    ...extra("user", users?.from),
  ];
}
