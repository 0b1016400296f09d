import { parseArgs } from 'node:util'
import type { Command } from './commands/command'
import { commandNamed, commonOptions, visibleCommands } from './commands/table'
import type { Options } from './context'
import { Failure } from './failure'
import { sanitizeLine } from './output/text'

type Parsed = { command: Command; args: string[]; options: Options }

const usage = (command: Command, message: string) => new Failure('usage', message, `See daymark help ${command.name}.`)

const hasCode = (error: unknown): error is Error & { code: string } => error instanceof Error && 'code' in error

const wordOf = (message: string) => sanitizeLine(/'([^']*)'/.exec(message)?.[1] ?? '')

/** Edit distance of two words: insertions, deletions, replacements and swaps of neighbouring characters. */
const distance = (a: string, b: string) => {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const above = rows[i - 1] ?? []
      const edits = [(above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost]
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits.push((rows[i - 2]?.[j - 2] ?? 0) + 1)
      row.push(Math.min(...edits))
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

const longest = 30

/** Finds the name that was probably meant: the nearest one, if at most a third of its characters are wrong. */
const nearest = (typed: string, names: string[]) => {
  if (typed.length > longest) return undefined
  const [best] = names
    .map((name) => ({ name, edits: distance(typed, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, name.length / 3))
    .toSorted((a, b) => a.edits - b.edits)
  return best?.name
}

/** Rewords an error of Node's `parseArgs`. */
const wrongOption = (command: Command, error: unknown) => {
  if (!hasCode(error)) return error
  const word = wordOf(error.message)
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const names = [...command.options, ...commonOptions].map(({ name }) => `--${name}`)
    const near = nearest(word, names)
    return usage(command, `daymark ${command.name} has no option ${word}.${near ? ` Did you mean ${near}?` : ''}`)
  }
  if (error.code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return error
  const option = command.options.find(({ name }) => word.includes(`--${name}`))
  return option?.value
    ? usage(command, `--${option.name} needs a value: --${option.name}=${option.value}.`)
    : usage(command, `${word.split(' ')[0]} takes no value.`)
}

const checkCount = (command: Command, args: string[]) => {
  const needed = command.args.filter(({ isOptional }) => !isOptional).length
  const missing = command.args[args.length]
  if (args.length < needed && missing) throw usage(command, `${missing.name} is missing.`)
  const most = command.args.some(({ isRest }) => isRest) ? Number.POSITIVE_INFINITY : command.args.length
  if (args.length > most) throw usage(command, `daymark ${command.name} can’t use “${sanitizeLine(args[most] ?? '')}”.`)
  for (const [index, { choices, name }] of command.args.entries()) {
    const given = args[index]
    if (!choices || given === undefined || choices.includes(given)) continue
    throw usage(command, `${name} is one of ${choices.join(', ')}, not “${sanitizeLine(given)}”.`)
  }
}

const unknownCommand = (words: string[]) => {
  const [first = ''] = words
  const family = visibleCommands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => `daymark ${name}`)
  if (family.length > 0) return new Failure('usage', `Which one: ${family.join(' or ')}?`)
  const typed = words.slice(0, 2).join(' ')
  const near =
    nearest(
      first,
      visibleCommands.map(({ name }) => name),
    ) ??
    nearest(
      typed,
      visibleCommands.map(({ name }) => name),
    )
  const hint = near ? `Did you mean daymark ${near}?` : 'See daymark help.'
  return new Failure('usage', `There is no command “${sanitizeLine(first)}”.`, hint)
}

/** Parses a command line. @throws Failure if it is wrong */
export const parseCommandLine = (argv: string[]): Parsed => {
  const named = commandNamed(argv)
  if (!named) throw unknownCommand(argv)
  const { command, rest } = named
  if (command.isHidden) return { command, args: rest, options: {} }
  const declared = [...command.options, ...commonOptions].map(({ name, short, value }) => [
    name,
    { type: value ? ('string' as const) : ('boolean' as const), ...(short && { short }) },
  ])
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: Object.fromEntries(declared),
      allowPositionals: true,
      strict: true,
    })
    const options: Options = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
    )
    if (!options.help) checkCount(command, positionals)
    return { command, args: positionals, options }
  } catch (error) {
    throw wrongOption(command, error)
  }
}
