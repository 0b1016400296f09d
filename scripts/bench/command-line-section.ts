import type { Push, PushRequest } from './push'
import { table } from './report'
import type { Startup } from './startup'

export type CommandLine = { startups: Startup[]; pushes: Push[]; interruptions: number }

const grouped = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')

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

const requestsTable = ({ requests }: Push) =>
  table(
    ['request', 'rows sent', 'statements', 'read', 'written', 'ms'],
    requests.map(({ deltas, statements, read, written, ms }, index) => [
      String(index + 1),
      ...[deltas, statements, read, written, ms].map(grouped),
    ]),
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

const largest = (pushes: Push[]) => pushes.toSorted((a, b) => sum(b.requests, 'deltas') - sum(a.requests, 'deltas'))[0]

export const commandLineHeading = '## The command line'

/** The section of the report about the command line. */
export const commandLineSection = ({ startups, pushes, interruptions }: CommandLine) => {
  const push = largest(pushes)
  return `${commandLineHeading}

From the start of a process to its end, in milliseconds, on a device with 20,000 sessions, 200 plans and 10,000 cards.

${startupTable(startups)}

\`sync push --all\` of generated trackers. A second run sends nothing: it reads the tracker, and asks the server twice what
is new. The push in the fifth line was interrupted ${interruptions} times before, by SIGINT and SIGKILL in turns. Session rows cost more
than card rows, as each has rows in the ledger.

${totals(pushes)}

The requests of the largest push:

${push ? requestsTable(push) : ''}
`
}
