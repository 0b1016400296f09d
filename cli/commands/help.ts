import type { Run } from '../context'
import { Failure } from '../failure'
import { commandManual, overview } from '../output/manual'
import { safeLine } from '../output/text'
import type { Command } from './command'
import { commandNamed, visible } from './table'

const described = ({ isHidden: _, ...command }: Command) => command

export const help: Run = async ({ args, terminal }) => {
  if (args.length === 0) return { json: { commands: visible.map(described) }, text: overview(terminal) }
  const named = commandNamed(args)
  if (named && named.rest.length === 0 && !named.command.isHidden) {
    return { json: described(named.command), text: commandManual(named.command, terminal) }
  }
  const family = visible.filter(({ name }) => name.startsWith(`${args.join(' ')} `))
  if (family.length === 0) {
    throw new Failure('usage', `There is no command “${safeLine(args.join(' '))}”.`, 'See daymark help.')
  }
  return {
    json: { commands: family.map(described) },
    text: family.flatMap((command, index) => [...(index > 0 ? ['', ''] : []), ...commandManual(command, terminal)]),
  }
}
