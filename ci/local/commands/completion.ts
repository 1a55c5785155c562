import type { CallOptions, Output } from "../call.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

/** `completion`: a script that makes a shell complete functions, flags, verbs and names of services. */
export async function completion({ shell }: Pick<CallOptions, "shell">): Promise<Output> {
  return { text: SCRIPTS[shell ?? "bash"] };
}

/** Each asks the command that is being typed, so that a repository's own version answers. */
const SCRIPTS: Record<(typeof SHELLS)[number], string> = {
  bash: `# source <(multistage completion bash)
_multistage() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _multistage multistage daggerw`,
  zsh: `# source <(multistage completion zsh)
_multistage() {
  local -a found
  found=("\${(@f)$("\${(Q)words[1]}" complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  [[ -n $found ]] && compadd -- $found || _files
}
compdef _multistage multistage daggerw`,
  fish: `# multistage completion fish | source
for command in multistage daggerw
  complete -c $command -a '(set -l words (commandline -opc); $words[1] complete -- $words[2..-1] (commandline -ct) 2>/dev/null)'
end`,
};
