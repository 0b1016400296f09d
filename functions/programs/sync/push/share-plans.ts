import { endSharing } from '../../../learning/plans/put'
import { parseDerived } from '../../../learning/plans/shared/document'
import { shareWrites } from '../../../learning/plans/shared/propagate'
import type { PlanVersion } from '../entities/rows'
import type { StoredFacts } from './known'
import type { Reconciliation } from './reconcile'

/** Writes to other people's copies after a plan changed. @param now epoch ms @throws ProblemError 403 */
export const sharedPlanWrites = async (
  db: D1Database,
  userId: string,
  [stored, version]: [PlanVersion, PlanVersion],
  now: number,
): Promise<D1PreparedStatement[]> => {
  const { sharing } = stored.extra
  if (sharing === null || stored.deletedAt !== null) return []
  if (version.deletedAt !== null) return [endSharing(db, userId, stored.id)]
  const texts = [parseDerived(stored.data.content), parseDerived(version.data.content)] as const
  return shareWrites(db, userId, { id: stored.id, ...sharing }, [...texts], now)
}

/** `sharedPlanWrites` for all changed plans of a request. */
export const sharedWrites = async (
  db: D1Database,
  userId: string,
  { changes }: Pick<Reconciliation, 'changes'>,
  { rows }: Pick<StoredFacts, 'rows'>,
  now: number,
) => {
  const writes: D1PreparedStatement[] = []
  for (const [key, { version }] of changes) {
    const stored = rows.get(key)
    if (version.type !== 'plan' || stored?.type !== 'plan') continue
    writes.push(...(await sharedPlanWrites(db, userId, [stored, version], now)))
  }
  return writes
}
