/**
 * The script that brings one release of Maven by another: it is an artifact of the registry like any other, checked by its sum.
 *
 * @param home where it goes, a folder that isn't there or is empty.
 */
export function mavenScript(release: string, home: string, mvn = "mvn"): string {
  const unpack = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack";
  const artifact = `-Dartifact=org.apache.maven:apache-maven:${release}:zip:bin`;
  return [
    `${mvn} --batch-mode --quiet --strict-checksums ${unpack} ${artifact} -DoutputDirectory=/tmp/maven`,
    `rm -rf ${home} /root/.m2`,
    `mv /tmp/maven/* ${home}`,
    `chmod +x ${home}/bin/mvn`,
  ].join(" && ");
}
