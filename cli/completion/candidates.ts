import type { Argument, CliOption, Command } from '../commands/command'
import { commandNamed, commonOptions, visibleCommands } from '../commands/table'

export type Candidate = { value: string; about: string }

/** Names stored on this device, each read when first needed. */
export type Names = {
  projects: () => Candidate[]
  goals: () => Candidate[]
  plans: () => Candidate[]
  /** Each as `plan/chunk`. */
  chunks: (planId: string) => Candidate[]
}

const ofCommands = (before: string[]): Candidate[] => {
  const [first] = before
  if (before.length > 1) return []
  const words = visibleCommands.flatMap(({ name, summary }) => {
    const [head = '', second] = name.split(' ')
    if (first === undefined) return [{ value: head, about: second === undefined ? summary : '' }]
    return head === first && second !== undefined ? [{ value: second, about: summary }] : []
  })
  return [...Map.groupBy(words, ({ value }) => value).values()].flatMap(
    (same) => same.find(({ about }) => about !== '') ?? same.slice(0, 1),
  )
}

const marked = (mark: string, candidates: Candidate[]) =>
  candidates.map(({ value, about }) => ({ value: mark + value, about }))

const chunksOrPlans = (typed: string, names: Names) => {
  const slash = typed.indexOf('/')
  return slash < 0 ? names.plans() : names.chunks(typed.slice(0, slash))
}

const inLine = (typed: string, names: Names): Candidate[] => {
  if (typed.startsWith('@')) return marked('@', names.projects())
  if (typed.startsWith('!')) return marked('!', names.goals())
  return typed.startsWith('%') ? marked('%', chunksOrPlans(typed.slice(1), names)) : []
}

const ofArgument = (argument: Argument | undefined, typed: string, names: Names): Candidate[] => {
  if (argument?.choices) return argument.choices.map((value) => ({ value, about: '' }))
  if (argument?.names === 'plan') return names.plans()
  if (argument?.names === 'chunk') return chunksOrPlans(typed, names)
  return argument?.names === 'line' ? inLine(typed, names) : []
}

const ofOptions = (options: CliOption[]) => options.map(({ name, summary }) => ({ value: `--${name}`, about: summary }))

const takesValue = (options: CliOption[], word: string) =>
  options.find(({ name, short, value }) => value !== undefined && (word === `--${name}` || word === `-${short}`))

const inCommand = ({ args, options, name }: Command, before: string[], typed: string, names: Names) => {
  const all = [...options, ...commonOptions]
  const valued = takesValue(all, before.at(-1) ?? '')
  if (valued) return (valued.choices ?? []).map((value) => ({ value, about: '' }))
  if (typed.startsWith('-')) return ofOptions(all)
  const given = before.filter((word, at) => !word.startsWith('-') && !takesValue(all, before[at - 1] ?? ''))
  if (name === 'help') return ofCommands(given)
  return ofArgument(args[given.length] ?? args.findLast(({ isRest }) => isRest), typed, names)
}

/** Completions of the last word of a command line, given without `daymark`. */
export const candidatesFor = (words: string[], names: Names): Candidate[] => {
  const before = words.slice(0, -1)
  const typed = words.at(-1) ?? ''
  const named = commandNamed(before)
  const all = [
    ...(named && !named.command.isHidden ? inCommand(named.command, named.rest, typed, names) : []),
    ...(before.length < 2 && !typed.startsWith('-') ? ofCommands(before) : []),
    ...(before.length === 0 && typed.startsWith('-')
      ? [
          { value: '--help', about: 'Show help' },
          { value: '--version', about: 'Show the version' },
        ]
      : []),
  ]
  const lower = typed.toLowerCase()
  return all.filter(({ value }) => value.toLowerCase().startsWith(lower))
}
