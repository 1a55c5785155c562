import type { Images } from "./kind.ts";

/** What Spring and Play need of the JDK. */
export const ALL_MODULES =
  "java.base,java.compiler,java.instrument,java.logging,java.management,java.naming,java.net.http,java.scripting,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported,jdk.zipfs";

/** Maven's repository as a cache. */
export const MAVEN = "--mount=type=cache,id=maven,target=/root/.m2";

/** A Dockerfile with a Java runtime of some modules under the artifact. */
export function onJre(
  { base }: Images,
  modules: string,
  steps: string,
  artifact: string,
  start: string,
): string {
  return `FROM ${base("jdk")} AS jre
RUN jlink --strip-debug --no-header-files --no-man-pages --compress=2 --add-modules ${modules} --output /jre

FROM ${base("jdk")} AS build
${steps}

FROM ${base("cc")}
COPY --from=jre /jre/ /opt/java/
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/usr/bin:/bin
WORKDIR /app
${artifact}
EXPOSE 8082
USER 65532:65532
ENTRYPOINT ["java", ${start}]
`;
}
