import type { Command, Option } from './command'
import { dataCommands } from './data-table'
import { learningCommands } from './learning-table'
import { shellCommands } from './shell-table'
import { syncCommands } from './sync-table'
import { timeCommands } from './time-table'

/** Options of every command. */
export const commonOptions: Option[] = [
  { name: 'json', summary: 'Print JSON for programs' },
  { name: 'help', short: 'h', summary: 'Show help' },
]

/** All commands, in the order of the help. Parsing, help and completion come from this table. */
export const commands: Command[] = [
  ...timeCommands,
  ...learningCommands,
  ...syncCommands,
  ...dataCommands,
  ...shellCommands,
]

export const visible = commands.filter(({ isHidden }) => !isHidden)

/** Finds the command that the first words name, of two words before one. */
export const commandNamed = (words: string[]) => {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ')
    const command = words.length >= count ? commands.find((one) => one.name === name) : undefined
    if (command) return { command, rest: words.slice(count) }
  }
  return null
}
