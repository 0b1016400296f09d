import { withQuery } from '../../views/links'
import type { ListedPlan } from './schema'

/** Ids have only characters that an address takes as they are. */
export const planPath = (id: string, action?: string) =>
  action === undefined ? `/plans/${id}` : `/plans/${id}/${action}`

/** `/plans`, of a tag and after a plan where they are given. */
export const plansPath = ({ tag, after }: { tag?: string; after?: string }) =>
  withQuery('/plans', [
    ['tag', tag || undefined],
    ['after', after],
  ])

/** The form of a new card from a chunk. */
export const chunkCardPath = (plan: string, chunk: string) => `/cards/new?${new URLSearchParams({ plan, chunk })}`

/** The review of a plan's cards. */
export const reviewOf = (planId: string) => `/review?plan=${planId}`

export const chunkPath = (planId: string, chunkId: string, action: string) =>
  planPath(planId, `chunks/${chunkId}/${action}`)

/** The page on which a plan is edited chunk by chunk. */
export const chunksPath = (id: string, chunkId?: string) =>
  planPath(id, chunkId === undefined ? 'chunks' : `chunks#chunk-${chunkId}`)

/** Takes back the edit that made the version, unless another came since. */
export const undoPath = ({ id, seq }: Pick<ListedPlan, 'id' | 'seq'>) => planPath(id, `undo?seq=${seq}`)
