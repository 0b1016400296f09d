import { buildCli } from '../build-cli'
import { measurePushes, type Push, type PushRequest } from './push'
import { grouped, table } from './report'
import { measureStartup, type Startup } from './startup'

type CommandLine = { startups: Startup[]; pushes: Push[] }

export const measureCommandLine = async (url: string): Promise<CommandLine> => {
  await buildCli()
  return { startups: await measureStartup(), pushes: await measurePushes(url) }
}

const sum = (requests: PushRequest[], member: keyof PushRequest) =>
  requests.reduce((total, request) => total + request[member], 0)

const totals = (pushes: Push[]) =>
  table(
    ['push', 'requests', 'rows sent', 'statements', 'read', 'read a row', 'written', 'seconds'],
    pushes.map(({ label, requests, seconds }) => {
      const [deltas, read] = [sum(requests, 'deltas'), sum(requests, 'read')]
      const counts = [requests.length, deltas, sum(requests, 'statements'), read].map(grouped)
      const each = deltas > 0 ? (read / deltas).toFixed(1) : ''
      return [label, ...counts, each, grouped(sum(requests, 'written')), seconds.toFixed(1)]
    }),
  )

const startupTable = (startups: Startup[]) => {
  const [node] = startups
  return table(
    ['command', 'p50', 'p95', 'beyond Node'],
    startups.map(({ label, p50, p95 }, index) => [
      label,
      ...[p50, p95].map(grouped),
      index === 0 || !node ? '' : grouped(p50 - node.p50),
    ]),
  )
}

/** The section of the report about the command line. */
export const commandLineSection = ({ startups, pushes }: CommandLine) => `## The command line

From the start of a process to its end, in milliseconds, on a device with 20,000 sessions, 200 plans and 10,000 cards.

${startupTable(startups)}

\`sync push --all\` of generated trackers. A second run sends nothing: it reads the tracker, and asks the server twice what
is new. Session rows cost more than card rows, as each has rows in the ledger.

${totals(pushes)}
`
