import type { User } from '../../lib/env'
import { momentText, relativeWeeks } from '../../lib/text/format'
import { dayMs } from '../../lib/time/units'
import type { UsageClient } from './schema'

/** A client is quiet after a day of silence and stopped after thirty. */
const quietAfterMs = dayMs
const forgottenAfterMs = 30 * dayMs

/** `quiet` calls for a warning; `stopped` no longer does. */
type ClientState = 'reporting' | 'quiet' | 'stopped'

export type ReportingClient = {
  id: string
  name: string
  /** When it reported last: `today, 14:02`. */
  moment: string
  /** `yesterday`, `2 days ago` */
  ago: string
  state: ClientState
}

export type ClientHealth = {
  latest: ReportingClient | null
  /** Latest first; each calls for a warning. */
  quiet: ReportingClient[]
  /** One for each name, latest first. */
  clients: ReportingClient[]
}

/** Reports over a day or more: a client that was tried once is not missed. */
const wasRegular = ({ first_report_at, last_report_at }: UsageClient) => last_report_at - first_report_at >= dayMs

const clientState = (client: UsageClient, now: number): ClientState => {
  const silence = now - client.last_report_at
  if (silence <= quietAfterMs) return 'reporting'
  return client.is_let_in === 1 && wasRegular(client) && silence <= forgottenAfterMs ? 'quiet' : 'stopped'
}

/**
 * Clients of one name count as one: signing in again makes a new client.
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
      ago: relativeWeeks(-Math.floor((now - client.last_report_at) / dayMs)),
      state: clientState(client, now),
    }),
  )
  return { latest: views[0] ?? null, quiet: views.filter(({ state }) => state === 'quiet'), clients: views }
}
