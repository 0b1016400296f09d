export type CliOption = {
  name: string
  short?: string
  /** Placeholder of the option's value in the help; undefined for a flag. */
  value?: string
  summary: string
  /** Possible values, for completion. */
  choices?: readonly string[]
}

/** Kinds of names that completion reads from the local store. */
type NameKind = 'plan' | 'chunk' | 'line'

export type Argument = {
  name: string
  summary: string
  isOptional?: boolean
  /** Takes all remaining words. */
  isRest?: boolean
  choices?: readonly string[]
  names?: NameKind
  isFile?: boolean
}

export type Command = {
  /** One or two words, such as `stop` or `sync push`. */
  name: string
  summary: string
  /** Paragraphs of the command's help. */
  details: string[]
  args: Argument[]
  options: CliOption[]
  /** Example command lines, each with a description. */
  examples: [line: string, does: string][]
  isHidden?: boolean
}
