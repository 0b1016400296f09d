import type { User } from '../../lib/env'
import { momentText, relativeDateText } from '../../lib/text/format'
import { dayMs } from '../../lib/time/units'
import type { UsageClient } from './schema'

/** Silence in ms after which a client is quiet. After thirty days it is stopped. */
const quietAfterMs = dayMs
const forgottenAfterMs = 30 * dayMs

/** A `quiet` client deserves a warning; a `stopped` client no longer does. */
type ClientState = 'reporting' | 'quiet' | 'stopped'

export type ReportingClient = {
  id: string
  name: string
  /** Time of the last report: `today, 14:02`. */
  moment: string
  /** Age of the last report: `yesterday`, `2 days ago`. */
  ago: string
  state: ClientState
}

export type ClientHealth = {
  latest: ReportingClient | null
  /** Clients that deserve a warning, latest report first. */
  quiet: ReportingClient[]
  /** One client per name, latest report first. */
  clients: ReportingClient[]
}

/** True for a client that reported over a day or more. A client that was tried once gives no warning. */
const wasRegular = ({ first_report_at, last_report_at }: UsageClient) => last_report_at - first_report_at >= dayMs

const clientState = (client: UsageClient, now: number): ClientState => {
  const silence = now - client.last_report_at
  if (silence <= quietAfterMs) return 'reporting'
  return client.is_let_in === 1 && wasRegular(client) && silence <= forgottenAfterMs ? 'quiet' : 'stopped'
}

/**
 * Groups clients by name, because signing in again creates a new client.
 * @param clients latest report first
 * @param now epoch ms
 */
export const clientHealth = (clients: UsageClient[], { preferences }: User, now: number): ClientHealth => {
  const newest = [...Map.groupBy(clients, ({ name }) => name).values()].flatMap(([latest, ...others]) => {
    const first_report_at = Math.min(...[latest, ...others].flatMap((one) => one?.first_report_at ?? []))
    return latest ? [{ ...latest, first_report_at }] : []
  })
  const views = newest.map(
    (client): ReportingClient => ({
      id: client.id,
      name: client.name,
      moment: momentText(client.last_report_at, preferences, now),
      ago: relativeDateText(-Math.floor((now - client.last_report_at) / dayMs)),
      state: clientState(client, now),
    }),
  )
  return { latest: views[0] ?? null, quiet: views.filter(({ state }) => state === 'quiet'), clients: views }
}
