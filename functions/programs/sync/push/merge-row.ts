import type { EntityType } from '../core/protocol'
import { mergeCard } from '../entities/cards'
import { mergePlan } from '../entities/plans'
import type { RowRefusal, RowVersion } from '../entities/rows'
import { mergeSession } from '../entities/sessions'
import type { DeltaMembers } from './request'

/** Members sent for a row; null for a deletion. */
export type SentRow = { [Type in EntityType]: { type: Type; data: DeltaMembers[Type] | null } }[EntityType]

/** Id, version and times that a row gets. */
type Moment = Pick<RowVersion, 'id' | 'seq' | 'updatedAt' | 'deletedAt'>

/** `today` is the person's local date. */
type MergeContext = Parameters<typeof mergeSession>[3] & { today: string }

/**
 * The row after applying the sent members; null for the deletion of a missing row.
 * @param writtenAt epoch ms by the sender's clock
 */
export const mergeRow = (
  sent: SentRow,
  stored: RowVersion | null,
  row: Moment,
  writtenAt: number,
  context: MergeContext,
): RowVersion | RowRefusal | null => {
  if (sent.data === null) return stored && { ...stored, ...row, deletedAt: stored.deletedAt ?? context.now }
  if (sent.type === 'plan') {
    const plan = mergePlan(row.id, sent.data, stored?.type === 'plan' ? stored : null, writtenAt)
    return 'reason' in plan ? plan : { type: 'plan', ...row, ...plan }
  }
  if (sent.type === 'session') {
    const session = mergeSession(sent.data, stored?.type === 'session' ? stored : null, writtenAt, context)
    return 'reason' in session ? session : { type: 'session', ...row, ...session }
  }
  const card = mergeCard(sent.data, stored?.type === 'card' ? stored : null, writtenAt, context.today)
  return 'reason' in card ? card : { type: 'card', ...row, ...card }
}
