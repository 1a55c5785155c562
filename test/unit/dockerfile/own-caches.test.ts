import { describe, expect, it } from "vitest";
import { withOwnCaches, withQualifiedImages } from "../../../src/dockerfile/own-caches.ts";

describe("caches of a service's own Dockerfile", () => {
  const owned = (text: string, domain?: string) => withOwnCaches(text, { service: "api", domain });

  it("are its own, whatever they are called, on the lines where they stand", () => {
    expect(owned("FROM x\nRUN --mount=type=cache,id=go-mod,target=/c \\\n    go build\nRUN make")).toBe(
      "FROM x\nRUN --mount=type=cache,id=main--own--api--go-mod,target=/c \\\n    go build\nRUN make",
    );
    expect(owned("RUN --mount=target=/root/.npm,type=cache true", "pr-12")).toBe(
      "RUN --mount=type=cache,id=pr-12--own--api--~root~.npm,target=/root/.npm true",
    );
  });

  it.each([
    ["../../../..", "main--own--api--..~..~..~.."],
    ["$X/../..", "main--own--api--%24X~..~.."],
    ["a,id=b", "main--own--api--b"],
  ])("lead nowhere else: id=%s", (id, own) =>
    expect(owned(`RUN --mount=type=cache,id=${id},target=/c true`)).toBe(
      `RUN --mount=type=cache,id=${own},target=/c true`,
    ));

  it("are told apart from a comment that looks like them, and written on one line where that can't be", () => {
    const text =
      "RUN \\\n# --mount=type=cache,id=x,target=/c\n  --mount=type=cache,\\\nid=x,target=/c true\nRUN b";
    expect(owned(text)).toBe("RUN --mount=type=cache,id=main--own--api--x,target=/c true\nRUN b");
    const twice = "RUN --mount=type=cache,id=x,target=/c \\\n# --mount=type=cache,id=x,target=/c\n  true";
    expect(owned(twice)).toBe("RUN --mount=type=cache,id=main--own--api--x,target=/c true");
    const document =
      "RUN --mount=type=cache,\\\ntarget=/c cat <<A >/b\n--mount=type=cache,target=/c\nA\nRUN c";
    expect(owned(document)).toBe(
      "RUN --mount=type=cache,id=main--own--api--~c,target=/c cat <<A >/b\n--mount=type=cache,target=/c\nA\nRUN c",
    );
  });

  it("change nothing else", () => {
    const text = "FROM x\nRUN --mount=target=/a true\nCOPY --from=x a b\nRUN echo --mount=type=cache,id=x";
    expect(owned(text)).toBe(text);
  });
});

describe("images that a Dockerfile names", () => {
  it("are a registry's, and stages are stages once they are there", () => {
    const text = [
      "FROM a AS api",
      "COPY --from=other:development / /",
      "COPY --from=later / /",
      "RUN --mount=from=team/x,target=/x true",
      "FROM b AS later",
      "COPY --from=Api --chown=1 / /",
      "COPY --from=0 / /",
      "COPY --from=later / /",
      "FROM c",
      "COPY --from=LATER / /",
    ];
    expect(withQualifiedImages(text.join("\n")).split("\n")).toEqual([
      text[0],
      "COPY --from=docker.io/library/other:development / /",
      "COPY --from=docker.io/library/later / /",
      "RUN --mount=type=bind,from=docker.io/team/x,target=/x true",
      "FROM b AS later",
      "COPY --from=api --chown=1 / /",
      "COPY --from=0 / /",
      "COPY --from=docker.io/library/later / /",
      "FROM c",
      "COPY --from=later / /",
    ]);
  });
});
