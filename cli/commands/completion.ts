import type { Run } from '../context'

/** Bash splits words at @ and :, so the script takes the current word from the whole line. */
const bash = `# bash completion of daymark
_daymark() {
  local line=\${COMP_LINE:0:COMP_POINT} word candidate
  local -a words=()
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  local typed=\${words[\${#words[@]}-1]} cut=''
  [[ $typed == *[@:=]* ]] && cut=\${typed%"\${typed##*[@:=]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    [[ -n $candidate ]] || continue
    printf -v word '%q' "$candidate"
    COMPREPLY+=("\${word#"$cut"}")
  done < <(daymark __complete "\${words[@]:1}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]] && compopt -o nospace
}
complete -o default -F _daymark daymark
`

const zsh = `#compdef daymark
# zsh completion of daymark
_daymark() {
  local -a values shown
  local value about
  while IFS=$'\\t' read -r value about; do
    [[ -n $value ]] || continue
    values+=("$value")
    shown+=("$value\${about:+  -- $about}")
  done < <(daymark __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#values} )); then
    compadd -l -d shown -a values
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_daymark" ]; then
  _daymark "$@"
else
  compdef _daymark daymark
fi
`

const fish = `# fish completion of daymark
complete -c daymark -f -a '(daymark __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
complete -c daymark -n '__fish_seen_subcommand_from import push' -F
`

const scripts: Record<string, string> = { bash, zsh, fish }

/** Prints a completion script. */
export const completion: Run = async ({ args }) => {
  const shell = args[0] ?? ''
  const script = scripts[shell] ?? ''
  return { json: { shell, script }, text: [script.trimEnd()] }
}
