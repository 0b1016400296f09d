import { z } from 'zod'
import { type EntityType, entityTypes } from './core/protocol'
import { type Known, keyOf, type Named } from './known'
import { deletionDigest, type ReadDelta, type RefusedDelta, type Rejected, rejected } from './request'
import type { SentReview } from './reviews'
import { rowId } from './values'

/** Deletions that say no type: valid ids, and what is refused. */
export const readDeletedIds = (given: unknown[]) =>
  given.map((one): string | Rejected => {
    const id = rowId.safeParse(one)
    if (id.success) return id.data
    return rejected(
      'session',
      z.string().max(100).catch('').parse(one),
      'id: An id has 1 to 100 letters, digits and . _ : -',
    )
  })

/** Deltas that delete what has the ids, now; a deletion of what is not there is one of a session. @param now epoch ms */
export const deletionsOf = (ids: (string | Rejected)[], { rows }: Known, now: number): (ReadDelta | Rejected)[] =>
  ids.flatMap((id): (ReadDelta | Rejected)[] => {
    if (typeof id !== 'string') return [id]
    const delta = { id, data: null, writtenAt: now, digest: deletionDigest, isCleaned: false }
    const deletions: Record<EntityType, ReadDelta> = {
      plan: { type: 'plan', ...delta },
      session: { type: 'session', ...delta },
      card: { type: 'card', ...delta },
    }
    const found = entityTypes.filter((type) => rows.has(keyOf(type, id)))
    return found.length > 0 ? found.map((type) => deletions[type]) : [deletions.session]
  })

/** Collects the ids that a request names. */
export const namedIn = (
  deltas: (ReadDelta | RefusedDelta | Rejected)[],
  deletedIds: (string | Rejected)[],
  reviews: (SentReview | Rejected)[],
  mayBeNew: boolean,
): Named => {
  const named: Named = { plan: [], session: [], card: [], any: [], projects: [], goals: [], hasTimer: false, mayBeNew }
  for (const delta of deltas) {
    if ('status' in delta) continue
    named[delta.type].push(delta.id)
    if ('refusal' in delta || delta.type !== 'session' || delta.data === null) continue
    const { project_id, goal_id, end_time } = delta.data
    if (project_id) named.projects.push(project_id)
    if (goal_id) named.goals.push(goal_id)
    if (end_time === null || end_time === undefined) named.hasTimer = true
  }
  for (const id of deletedIds) if (typeof id === 'string') named.any.push(id)
  for (const review of reviews) if ('card_id' in review) named.card.push(review.card_id)
  return named
}
