export type CliOption = {
  name: string
  short?: string
  /** Placeholder of its value; a flag has none. */
  value?: string
  summary: string
  /** Its possible values, for completion. */
  choices?: readonly string[]
}

/** Kinds of names that completion reads from the local store. */
type NameKind = 'plan' | 'chunk' | 'line'

export type Argument = {
  name: string
  summary: string
  isOptional?: boolean
  /** Takes all further words. */
  isRest?: boolean
  choices?: readonly string[]
  names?: NameKind
  isFile?: boolean
}

export type Command = {
  /** One word or two. */
  name: string
  summary: string
  /** Paragraphs of its help. */
  details: string[]
  args: Argument[]
  options: CliOption[]
  /** Example command lines with a description. */
  examples: [line: string, does: string][]
  isHidden?: boolean
}
