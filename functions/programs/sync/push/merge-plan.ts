import { readPlan } from '../../../learning/plans/markdown/read'
import { mergeBlocks } from '../../../learning/plans/merge-blocks'
import { readOnlyText } from '../../../learning/plans/schema'
import { parseDerived, personalText, sharedText } from '../../../learning/plans/shared/document'
import type { Decision } from '../core/decide'
import { mergePlan } from '../entities/plans'
import type { PlanVersion } from '../entities/rows'

/** Result of a device's edit of a plan. */
type Settled = {
  /** Version to store; null if the stored one stays. */
  version: PlanVersion | null
  /** Side whose version goes to the inbox. */
  lost: 'device' | 'stored' | null
  reason?: string
}

/** @property isOwn true if the device itself wrote the stored version */
type Edit = { mine: PlanVersion; stored: PlanVersion; base?: string; decision: Decision; isOwn: boolean }

/** Merges both documents block by block, if the edit is based on a document other than the stored one. */
const merged = ({ mine, stored, base, decision, isOwn }: Edit) => {
  const [own, theirs] = [mine.data.content, stored.data.content]
  if (base === undefined || base === theirs || own === theirs || isOwn) return null
  return decision === 'lost' ? mergeBlocks(base, theirs, own) : mergeBlocks(base, own, theirs)
}

/** Reduces an edit to the parts that a reader may change: their own progress and tags. */
const ownPart = (stored: string, text: string) => {
  const [before, after] = [parseDerived(stored), readPlan(text)]
  if ('errors' in after || sharedText(before) === sharedText(after)) return text
  return personalText(before, after)
}

/**
 * Merges a device's edit into the stored version of a plan. With read permission only, accepts only the person's
 * progress and tags. Null if neither applies, so that `decision` stands.
 */
export const mergePlanEdit = (edit: Edit): Settled | null => {
  const { mine, stored, decision } = edit
  const isLost = decision === 'lost'
  if (decision !== 'apply' && decision !== 'apply_and_keep' && !isLost) return null
  const both = merged(edit)
  const isReader = stored.extra.sharing?.permission === 'read'
  if (both === null && !isReader) return null
  const text = both?.text ?? (isLost ? stored.data.content : mine.data.content)
  const content = isReader ? ownPart(stored.data.content, text) : text
  const isRefused = content !== text
  const hasLost = both === null ? decision !== 'apply' : both.conflicts.length > 0
  const lost = isRefused || (hasLost && isLost) ? 'device' : hasLost ? 'stored' : null
  const reason =
    isRefused && stored.extra.sharing
      ? `${readOnlyText(stored.extra.sharing)}. Your text is kept under Conflicts`
      : undefined
  const plan = mergePlan(mine.id, { content, created_at: mine.data.created_at }, stored, mine.updatedAt)
  if (content === stored.data.content || 'reason' in plan) return { version: null, lost, reason }
  const updatedAt = Math.max(mine.updatedAt, stored.updatedAt)
  return { version: { ...mine, ...plan, updatedAt }, lost, reason }
}
