import { z } from 'zod'
import { membersOfIssue } from '../lib/api/request'
import type { Member } from '../lib/problem'
import { UsageEvent, type Use } from './schema'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Most that a client's clock may be ahead, in milliseconds. */
const mostAheadMs = 5 * 60_000
const oldestDays = 400

/** `id` is null where the event has none. */
export type RejectedEvent = { id: string | null; errors: Member[] }

const timeErrors = ({ started_at, ended_at }: Use, now: number) => [
  ...(ended_at < started_at ? ['It ends before it starts'] : []),
  ...(ended_at - started_at > DAY_MS ? ['An event lasts at most 24 hours'] : []),
  ...(ended_at > now + mostAheadMs ? ['That is in the future'] : []),
  ...(ended_at < now - oldestDays * DAY_MS ? [`That is over ${oldestDays} days ago`] : []),
]

const Named = z.object({ id: z.string() })

const idOf = (event: unknown) => Named.safeParse(event).data?.id ?? null

/**
 * Checks each event by itself. The first event of an id counts; repeats are neither accepted nor rejected.
 * @param now epoch ms
 */
export const validateEvents = (events: unknown[], now: number) => {
  const uses = new Map<string, Use>()
  const rejected: RejectedEvent[] = []
  for (const [index, event] of events.entries()) {
    const { data: use, error } = UsageEvent.safeParse(event)
    const errors = use
      ? timeErrors(use, now).map((message) => ({ path: `events.${index}.ended_at`, message }))
      : error.issues.flatMap((issue) => membersOfIssue({ ...issue, path: ['events', index, ...issue.path] }))
    if (errors.length > 0) rejected.push({ id: idOf(event), errors })
    else if (use && !uses.has(use.id)) uses.set(use.id, use)
  }
  return { uses: [...uses.values()], rejected }
}
