import { expect, it } from "vitest";
import { installCommand, installHint } from "../../../../ci/local/process/system.ts";

const having =
  (...commands: string[]) =>
  (command: string) =>
    commands.includes(command);

it.each([
  ["Debian as root", ["apt-get"], true, "apt-get install --no-install-recommends buildah"],
  ["Debian", ["apt-get", "sudo"], false, "sudo apt-get install --no-install-recommends buildah"],
  ["Fedora", ["dnf", "sudo"], false, "sudo dnf install buildah"],
  ["Alpine", ["apk", "doas"], false, "doas apk add buildah"],
  ["Arch without sudo", ["pacman"], false, "su -c 'pacman -S buildah'"],
  ["macOS, which has no buildah", ["brew", "sudo"], false, "brew install docker colima"],
])("%s: a hint is a command that this system has", (_name, commands, isRoot, command) => {
  expect(installCommand(["buildah"], having(...commands), isRoot)).toBe(command);
});

it("says what to install where no command is known", () => {
  expect(installHint(["git"], having(), false)).toBe("install git from your system's packages");
  expect(installHint(["mmdebstrap"], having("brew"), false)).toBe(
    "install mmdebstrap from your system's packages",
  );
});
