/**
 * What a shell reads once, and asks the tool with at every tab. A candidate that ends as something to be gone on with gets
 * no space behind it.
 */
export const completionScripts = {
  bash: String.raw`# Completion of avatarctl for bash.
_avatarctl() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$candidate")
  done < <("$1" completion --complete bash "$COMP_WORDBREAKS" "${'$'}{COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  if [[ ${'$'}{#COMPREPLY[@]} -eq 1 && ${'$'}{COMPREPLY[0]} == *[/:=.] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -o nosort -F _avatarctl avatarctl 2>/dev/null || complete -F _avatarctl avatarctl
`,
  zsh: String.raw`#compdef avatarctl
# Completion of avatarctl for zsh.
_avatarctl() {
  local line word
  local -a ended ended_says open open_says
  while IFS= read -r line; do
    word="${'$'}{line%%$'\t'*}"
    line="${'$'}{line#*$'\t'}"
    if [[ $word == *[/:=.] ]]; then
      open+=("$word")
      open_says+=("$word${'$'}{line:+  $line}")
    else
      ended+=("$word")
      ended_says+=("$word${'$'}{line:+  $line}")
    fi
  done < <("${'$'}{(Q)words[1]}" completion --complete zsh "${'$'}{(@Q)words[2,CURRENT-1]}" "${'$'}{(Q)PREFIX}" 2>/dev/null)
  (( ${'$'}{#ended} )) && compadd -l -d ended_says -a ended
  (( ${'$'}{#open} )) && compadd -l -S '' -d open_says -a open
  (( ${'$'}{#ended} + ${'$'}{#open} ))
}
if [[ ${'$'}{funcstack[1]} == _avatarctl ]]; then
  _avatarctl "$@"
else
  compdef _avatarctl avatarctl
fi
`,
} as const
