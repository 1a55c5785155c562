/** Where programs of Cargo's lie, ahead of Debian's own. */
export const CARGO_BIN = "/usr/local/cargo/bin";
export const CARGO = `${CARGO_BIN}/cargo`;

/**
 * Debian's Cargo fetches repositories, then fails to check them out: its libgit2 is another than it was written for. Git
 * does that in its stead, in the place and with the mark that Cargo leaves, and what is ready Cargo takes. It asks for
 * one after another, so this goes on for as long as something was made ready. Without a lockfile the default branch is
 * what it asks for.
 */
export const CARGO_SCRIPT = `#!/bin/sh
case "$1" in fetch|generate-lockfile|update) ;; *) exec /usr/bin/cargo "$@" ;; esac
home=\${CARGO_HOME:-$HOME/.cargo}
lock=$(/usr/bin/cargo locate-project --workspace --message-format plain 2> /dev/null | sed 's/toml$/lock/')
checkout() {
  to=$home/git/checkouts/\${1##*/}/$(git -C "$1" rev-parse --short=7 "$2")
  [ ! -e "$to/.cargo-ok" ] || return 0
  new=$(mktemp -d) && git clone --quiet --no-checkout "$1" "$new/sources" || exit 1
  [ -z "$3" ] || git -C "$new/sources" remote set-url origin "$3"
  git -C "$new/sources" checkout --quiet "$2" || exit 1
  git -C "$new/sources" submodule --quiet update --init --recursive || exit 1
  touch "$new/sources/.cargo-ok"
  rm -rf "$to" && mkdir -p "\${to%/*}" && mv "$new/sources" "$to" && made=yes
}
until /usr/bin/cargo "$@"; do
  made=
  for db in "$home"/git/db/*; do
    [ -d "$db" ] || continue
    for source in $(sed -n 's/^source = "git+\\(.*\\)"$/\\1/p' "$lock" 2> /dev/null); do
      git -C "$db" cat-file -e "\${source##*#}^{commit}" 2> /dev/null && checkout "$db" "\${source##*#}" "\${source%%[?#]*}"
    done
    [ -e "$lock" ] || checkout "$db" "$(git -C "$db" rev-parse refs/remotes/origin/HEAD)"
  done
  [ "$made" ] || exit 1
done
`;
