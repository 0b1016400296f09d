import type { Run } from '../context'
import { Failure } from '../failure'
import { commandManual, overview } from '../output/manual'
import { sanitizeLine } from '../output/text'
import type { Command } from './command'
import { commandNamed, visibleCommands } from './table'

const described = ({ isHidden: _, ...command }: Command) => command

export const help: Run = async ({ args, terminal }) => {
  if (args.length === 0) return { json: { commands: visibleCommands.map(described) }, text: overview(terminal) }
  const named = commandNamed(args)
  if (named && named.rest.length === 0 && !named.command.isHidden) {
    return { json: described(named.command), text: commandManual(named.command, terminal) }
  }
  const family = visibleCommands.filter(({ name }) => name.startsWith(`${args.join(' ')} `))
  if (family.length === 0) {
    throw new Failure('usage', `There is no command “${sanitizeLine(args.join(' '))}”.`, 'See daymark help.')
  }
  return {
    json: { commands: family.map(described) },
    text: family.flatMap((command, index) => [...(index > 0 ? ['', ''] : []), ...commandManual(command, terminal)]),
  }
}
