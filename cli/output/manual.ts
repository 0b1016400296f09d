import type { CliOption, Command } from '../commands/command'
import { commonOptions, visibleCommands } from '../commands/table'
import type { Terminal } from './terminal'
import { padRight, widthOf, wrapParagraph } from './text'

const indent = 2
const deepIndent = 6
/** Maximum line width, in columns, that is easy to read. */
const textWidth = 88

const indented = (lines: string[], by = indent) => lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line))

/** Formats names and descriptions, in two columns if they fit. */
const listed = (rows: [name: string, does: string][], width: number, paint: (name: string) => string) => {
  const column = Math.max(...rows.map(([name]) => widthOf(name)))
  if (column + indent + 30 > width) {
    return rows.flatMap(([name, does]) => [paint(name), ...indented(wrapParagraph(does, width - 4), 4)])
  }
  return rows.flatMap(([name, does]) => {
    const [first = '', ...rest] = wrapParagraph(does, width - column - indent)
    return [paint(padRight(name, column)) + ' '.repeat(indent) + first, ...indented(rest, column + indent)]
  })
}

const argumentText = ({ name, isOptional, isRest }: Command['args'][number]) => {
  const text = isRest ? `${name}…` : name
  return isOptional ? `[${text}]` : text
}

const synopsis = ({ name, args, options }: Command) =>
  ['daymark', name, ...args.map(argumentText), ...(options.length > 0 ? ['[OPTIONS]'] : [])].join(' ')

const optionName = ({ name, short, value }: CliOption) =>
  `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`

const exits: [string, string][] = [
  ['0', 'done'],
  ['1', 'an error'],
  ['2', 'wrong use'],
  ['3', 'not signed in'],
  ['4', 'offline; what was done is kept on this device'],
]

const environment: [string, string][] = [
  ['DAYMARK_HOME', 'Folder of the local data, else that of the platform'],
  ['NO_COLOR', 'No colour'],
  ['VISUAL, EDITOR', 'The editor of plan edit'],
]

const section = (title: string, lines: string[], { paint }: Terminal) =>
  lines.length === 0 ? [] : ['', paint('bold', title), ...indented(lines)]

const fullWidth = ({ width }: Terminal) => Math.min(width, textWidth) - indent

/** The help of one command. */
export const commandManual = (command: Command, terminal: Terminal) => {
  const width = fullWidth(terminal)
  const bold = (text: string) => terminal.paint('bold', text)
  const paragraphs = command.details.flatMap((text, index) => [
    ...(index > 0 ? [''] : []),
    ...wrapParagraph(text, width),
  ])
  const examples = command.examples.flatMap(([line, does]) => [
    terminal.paint('cyan', line),
    ...indented(wrapParagraph(does, width - deepIndent), deepIndent - indent),
  ])
  const args = command.args.map(({ name, summary }): [string, string] => [name, summary])
  const options = [...command.options, ...commonOptions].map((one): [string, string] => [optionName(one), one.summary])
  return [
    bold('NAME'),
    ...indented(wrapParagraph(`daymark ${command.name} – ${command.summary.toLowerCase()}`, width)),
    ...section('SYNOPSIS', wrapParagraph(synopsis(command), width), terminal),
    ...section('DESCRIPTION', paragraphs, terminal),
    ...section('ARGUMENTS', args.length > 0 ? listed(args, width, bold) : [], terminal),
    ...section('OPTIONS', listed(options, width, bold), terminal),
    ...section('EXAMPLES', examples, terminal),
    ...section('EXIT CODES', listed(exits, width, bold), terminal),
  ]
}

/** Lists all commands, one per line. */
export const overview = (terminal: Terminal) => {
  const width = fullWidth(terminal)
  const rows = visibleCommands.map(({ name, summary }): [string, string] => [name, summary])
  const bold = (text: string) => terminal.paint('bold', text)
  return [
    ...wrapParagraph('Daymark shows where your days go. It works offline, and syncs when it can.', width + indent),
    ...section('USAGE', ['daymark COMMAND [ARGUMENTS] [OPTIONS]'], terminal),
    ...section('COMMANDS', listed(rows, width, bold), terminal),
    ...section(
      'OPTIONS',
      listed(
        [
          ...commonOptions.map((one): [string, string] => [optionName(one), one.summary]),
          ['    --version', 'Show the version'],
        ],
        width,
        bold,
      ),
      terminal,
    ),
    ...section('ENVIRONMENT', listed(environment, width, bold), terminal),
    '',
    ...wrapParagraph('daymark help COMMAND tells more about one of them.', width + indent),
  ]
}
