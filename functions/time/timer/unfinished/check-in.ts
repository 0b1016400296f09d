import type { Owner } from '../actions'
import type { ActiveTimer } from '../schema'
import { wholeSecond } from '../times'
import { activitySigns } from './queries'
import type { EndOption, EndOptionKind, UnfinishedSession } from './schema'
import { unfinishedStatus } from './thresholds'

type EndOptionSession = Pick<UnfinishedSession, 'id' | 'started_at' | 'ended_at' | 'last_heartbeat_at'>

type ActivitySign = { kind: EndOptionKind; at: number | null; until: number }

/** Ends suggested by the person's activity, latest first. At most one per kind and per instant. */
const endOptions = (
  { started_at, last_heartbeat_at }: Pick<EndOptionSession, 'started_at' | 'last_heartbeat_at'>,
  signs: ActivitySign[],
  until: number,
): EndOption[] => {
  const all: ActivitySign[] = [...signs, { kind: 'answer', at: last_heartbeat_at, until }]
  const ends = all.flatMap(({ kind, at, until }) => {
    const end = at === null ? null : wholeSecond(Math.min(at, until))
    return end === null || end <= started_at ? [] : [{ kind, at: end, seconds: Math.floor((end - started_at) / 1000) }]
  })
  const latest = new Map<EndOptionKind, EndOption>()
  for (const end of ends) if (end.at > (latest.get(end.kind)?.at ?? 0)) latest.set(end.kind, end)
  const sorted = [...latest.values()].toSorted((a, b) => b.at - a.at)
  return sorted.filter(({ at }, index) => sorted.findIndex((other) => other.at === at) === index)
}

/** Suggested ends by session id. */
export const endOptionsBySession = async (
  db: D1Database,
  userId: string,
  sessions: EndOptionSession[],
  now: number,
) => {
  const ids = sessions.map(({ id }) => id)
  const signs = ids.length > 0 ? await activitySigns(db, userId, ids, now) : []
  const byId = Map.groupBy(signs, ({ id }) => id)
  return new Map(sessions.map((one) => [one.id, endOptions(one, byId.get(one.id) ?? [], one.ended_at ?? now)]))
}

/** The bar's question if the timer is still meant to run, with suggested ends. */
export type CheckIn = { timer: Pick<ActiveTimer, 'id' | 'seq' | 'started_at' | 'time_zone'>; ends: EndOption[] }

/** The check-in that is due at `now` (epoch ms), or null. Reads nothing unless one is due. */
export const readDueCheckIn = async (
  db: D1Database,
  { id, preferences }: Owner,
  timer: ActiveTimer | null,
  now: number,
): Promise<CheckIn | null> => {
  if (!timer || unfinishedStatus(timer, preferences.ask_after_minutes, now).is !== 'asking') return null
  const ends = await endOptionsBySession(db, id, [{ ...timer, ended_at: null }], now)
  return { timer, ends: ends.get(timer.id) ?? [] }
}
