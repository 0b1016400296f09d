import { wholeSecond } from '../times'
import { type Lost, signsOf } from './queries'
import type { Evidence, EvidenceKind, LeftSession } from './schema'

/** What a session tells of the time in which it may have ended. */
type Left = Pick<LeftSession, 'id' | 'source' | 'started_at' | 'ended_at' | 'last_heartbeat_at' | 'pr_number'> &
  Partial<Pick<LeftSession, 'repo_owner' | 'repo_name'>>

type Sign = { kind: EvidenceKind; at: number | null; until: number }

/** The ends that signs of the person speak for, the latest first; of several at one instant the first kind. */
export const endsOf = (
  { started_at, last_heartbeat_at }: Pick<Left, 'started_at' | 'last_heartbeat_at'>,
  signs: Sign[],
  until: number,
): Evidence[] => {
  const all: Sign[] = [...signs, { kind: 'answer', at: last_heartbeat_at, until }]
  const ends = all.flatMap(({ kind, at, until }) => {
    const end = at === null ? null : wholeSecond(Math.min(at, until))
    return end === null || end <= started_at ? [] : [{ kind, at: end, seconds: Math.floor((end - started_at) / 1000) }]
  })
  const latest = new Map<EvidenceKind, Evidence>()
  for (const end of ends) if (end.at > (latest.get(end.kind)?.at ?? 0)) latest.set(end.kind, end)
  const sorted = [...latest.values()].toSorted((a, b) => b.at - a.at)
  return sorted.filter(({ at }, index) => sorted.findIndex((other) => other.at === at) === index)
}

const stretchOf = (session: Left, now: number): Lost => {
  const { id, started_at, ended_at, repo_owner, repo_name, pr_number } = session
  const isReview = session.source !== 'timer' && pr_number !== null
  return {
    id,
    since: started_at,
    until: ended_at ?? now,
    ...(isReview && { repo: `${repo_owner}/${repo_name}`.toLowerCase(), pr: pr_number }),
  }
}

/** The ends that are offered for each of some sessions, by its id. `now` in epoch ms. */
export const evidenceFor = async (db: D1Database, userId: string, sessions: Left[], now: number) => {
  const signs =
    sessions.length > 0
      ? await signsOf(
          db,
          userId,
          sessions.map((one) => stretchOf(one, now)),
          now,
        )
      : []
  return new Map(
    sessions.map((session) => {
      const own = signs.filter(({ id }) => id === session.id)
      return [session.id, endsOf(session, own, session.ended_at ?? now)]
    }),
  )
}
