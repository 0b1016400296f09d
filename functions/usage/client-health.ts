import { plural, relativeWeeks } from '../lib/format'
import type { UsageClient } from './schema'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** For how long a client may say nothing, and after how long it is no longer waited for. */
const quietAfterMs = DAY_MS
const forgottenAfterMs = 30 * DAY_MS

/** `reporting`, or `quiet` when it is missed, or `stopped` when it is not waited for. */
export type ClientState = 'reporting' | 'quiet' | 'stopped'

export type ReportingClient = {
  id: string
  name: string
  /** epoch ms */
  at: number
  /** How long ago that was, in milliseconds, and in words. */
  age: number
  /** `just now`, `4 min ago`, `3 hours ago`, `2 days ago` */
  ago: string
  standing: ClientState
}

export type ClientHealth = {
  /** What reported last; null where nothing ever did. */
  latest: ReportingClient | null
  /** What has gone quiet, the latest first: each is worth a warning. */
  quiet: ReportingClient[]
  /** One of each name, the one that reported last first. */
  clients: ReportingClient[]
}

const agoOf = (milliseconds: number) => {
  if (milliseconds < 60_000) return 'just now'
  if (milliseconds < HOUR_MS) return `${Math.floor(milliseconds / 60_000)} min ago`
  if (milliseconds < DAY_MS) return `${plural(Math.floor(milliseconds / HOUR_MS), 'hour')} ago`
  return milliseconds < 2 * DAY_MS ? '1 day ago' : relativeWeeks(-Math.floor(milliseconds / DAY_MS))
}

/** Whether reports came over a day or more: one that tried it once is not missed. */
const wasRegular = ({ first_report_at, last_report_at }: UsageClient) => last_report_at - first_report_at >= DAY_MS

const clientState = (client: UsageClient, now: number): ClientState => {
  const silence = now - client.last_report_at
  if (silence <= quietAfterMs) return 'reporting'
  return client.is_let_in === 1 && wasRegular(client) && silence <= forgottenAfterMs ? 'quiet' : 'stopped'
}

/**
 * How the clients that report a person's use stand. One that reported over a day or more, still may, and has not for
 * more than 24 hours has gone quiet; after 30 days it is no longer waited for. Of one name the latest counts: a client
 * that signed in anew is still the same.
 * @param clients the one that reported last first
 * @param now epoch ms
 */
export const clientHealth = (clients: UsageClient[], now: number): ClientHealth => {
  const newest = [...Map.groupBy(clients, ({ name }) => name).values()].flatMap(([latest, ...others]) => {
    const first_report_at = Math.min(...[latest, ...others].flatMap((one) => one?.first_report_at ?? []))
    return latest ? [{ ...latest, first_report_at }] : []
  })
  const views = newest.map(
    (client): ReportingClient => ({
      id: client.id,
      name: client.name,
      at: client.last_report_at,
      age: now - client.last_report_at,
      ago: agoOf(now - client.last_report_at),
      standing: clientState(client, now),
    }),
  )
  return { latest: views[0] ?? null, quiet: views.filter(({ standing }) => standing === 'quiet'), clients: views }
}
