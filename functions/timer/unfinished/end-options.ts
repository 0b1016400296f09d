import { wholeSecond } from '../times'
import type { EndOption, EndOptionKind, UnfinishedSession } from './schema'

type EndOptionSession = Pick<UnfinishedSession, 'id' | 'started_at' | 'ended_at' | 'last_heartbeat_at'>

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

/** Ends by the id of a session. */
export const endOptionsBy = (sessions: EndOptionSession[], signs: (ActivitySign & { id: string })[], now: number) =>
  new Map(
    sessions.map((session) => {
      const own = signs.filter(({ id }) => id === session.id)
      return [session.id, endOptions(session, own, session.ended_at ?? now)]
    }),
  )
