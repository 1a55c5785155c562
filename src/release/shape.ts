import { isDigest } from "../publish/digest.ts";
import { parseDestination } from "../publish/reference.ts";
import { isTag, type Tags } from "../publish/tags.ts";
import { isCount, isListOf, isObject, isOptional, isRecordOf, isText } from "../untrusted-json.ts";
import type { Release, ReleasedImage } from "./release.ts";

/** Names of services and environments: they become parts of tags and repositories. */
const NAME = /^[A-Za-z0-9][\w.-]{0,127}$/;

/** Whether a value is a release whose every name may become an argument or a part of an address. */
export function isRelease(value: unknown): value is Release {
  return (
    isObject(value) &&
    value.schemaVersion === 1 &&
    isName(value.environment) &&
    isCount(value.number) &&
    value.number > 0 &&
    isOptional(value.previous, isDigest) &&
    isOptional(value.restores, isCount) &&
    isListOf(value.services, isReleasedImage)
  );
}

function isReleasedImage(value: unknown): value is ReleasedImage {
  return (
    isObject(value) &&
    isName(value.service) &&
    isRepository(value.repository) &&
    isDigest(value.digest) &&
    isTags(value.tags) &&
    [value.revision, value.version, value.source].every((text) => isOptional(text, isText)) &&
    typeof value.dirty === "boolean" &&
    typeof value.created === "number" &&
    isName(value.builtFor) &&
    isRecordOf(value.differences, isTexts)
  );
}

function isTags(value: unknown): value is Tags {
  return isObject(value) && [value.immutable, value.moving].every((tags) => isListOf(tags, isTag));
}

function isTexts(value: unknown): value is string[] {
  return isListOf(value, isText);
}

function isName(value: unknown): value is string {
  return isText(value) && NAME.test(value);
}

function isRepository(value: unknown): value is string {
  if (!isText(value) || value.startsWith("docker:")) return false;
  try {
    return parseDestination(value).prefix === value;
  } catch {
    return false;
  }
}
