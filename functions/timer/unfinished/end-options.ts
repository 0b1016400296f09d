import { wholeSecond } from '../times'
import { activitySigns, type SearchInterval } from './queries'
import type { EndOption, EndOptionKind, UnfinishedSession } from './schema'

type EndOptionSession = Pick<
  UnfinishedSession,
  'id' | 'source' | 'started_at' | 'ended_at' | 'last_heartbeat_at' | 'pr_number'
> &
  Partial<Pick<UnfinishedSession, 'repo_owner' | 'repo_name'>>

type ActivitySign = { kind: EndOptionKind; at: number | null; until: number }

/** Ends suggested by the person's activity, the latest first: one of each kind and instant. */
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

const searchInterval = (session: EndOptionSession, now: number): SearchInterval => {
  const { id, started_at, ended_at, repo_owner, repo_name, pr_number } = session
  const isReview = session.source !== 'timer' && pr_number !== null
  return {
    id,
    since: started_at,
    until: ended_at ?? now,
    ...(isReview && { repo: `${repo_owner}/${repo_name}`.toLowerCase(), pr: pr_number }),
  }
}

export const endOptionsFor = async (db: D1Database, userId: string, sessions: EndOptionSession[], now: number) => {
  const intervals = sessions.map((session) => searchInterval(session, now))
  const signs = sessions.length > 0 ? await activitySigns(db, userId, intervals, now) : []
  return new Map(
    sessions.map((session) => {
      const own = signs.filter(({ id }) => id === session.id)
      return [session.id, endOptions(session, own, session.ended_at ?? now)]
    }),
  )
}
