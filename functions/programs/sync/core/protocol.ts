import type { StoredData } from '../entities/rows'

// Types of the exchange between a device and the server (docs/sync.md). Nothing here needs a library.

export const entityTypes = ['plan', 'session', 'card'] as const
export type EntityType = (typeof entityTypes)[number]

/** The list of a request or an answer that holds a type. */
export const listNames = { plan: 'plans', session: 'sessions', card: 'cards' } as const

/** Ids that no session or card can have: in an address they are other pages, or a browser's folders. */
export const unreachableIds = ['.', '..', 'bulk', 'entry', 'forecast', 'import', 'new', 'selected', 'times']

/** Members of each type. */
export type DataOf = StoredData
export type PlanData = DataOf['plan']
export type SessionData = DataOf['session']
export type CardData = DataOf['card']

/** Members in the order in which a digest has them. */
export const entityMembers: { [Type in EntityType]: readonly (keyof DataOf[Type])[] } = {
  plan: ['title', 'status', 'tags', 'total_hours', 'content', 'created_at'],
  session: [
    ...(['plan_id', 'chunk_id', 'start_time', 'end_time', 'duration_minutes', 'notes', 'artifacts'] as const),
    ...(['created_at', 'title', 'duration_seconds', 'time_zone', 'project_id', 'goal_id'] as const),
  ],
  card: [
    ...(['plan_id', 'chunk_id', 'question', 'answer', 'tags', 'ease_factor', 'interval_days'] as const),
    ...(['repetitions', 'next_review', 'last_review', 'created_at'] as const),
  ],
}

/** A write, or the present state of a row. `updated_at` is epoch ms by the clock of the writer. */
export type Delta<Data = object> = {
  action: 'create' | 'update' | 'delete'
  id: string
  data?: Data
  updated_at: number
  /** For a plan: the document on which the device's edit is based, for a merge. */
  base?: string
}

/** A rating of a card. Ratings add up in the order of their moments, so that none of them is ever in conflict. */
export type Review = {
  id: string
  card_id: string
  rating: 1 | 2 | 3 | 4
  /** Epoch ms. */
  reviewed_at: number
  duration_ms?: number
}

export type SyncState = {
  device_id: string
  /** Epoch ms by the server's clock. */
  last_sync: number
  /** Counts the device's own writes. */
  local_version: number
  /** Opaque position in the person's changes up to which the device has everything. Send it back unchanged. */
  remote_version: number
}

type Lists = {
  plans: Delta<PlanData>[]
  sessions: Delta<SessionData>[]
  cards: Delta<CardData>[]
}

export type SyncRequest = { state?: SyncState; reviews?: Review[]; deleted_ids?: string[] } & Partial<{
  plans: Delta<Partial<PlanData>>[]
  sessions: Delta<Partial<SessionData>>[]
  cards: Delta<Partial<CardData>>[]
}>

type ResultStatus = 'applied' | 'unchanged' | 'superseded' | 'rejected'
export type SyncResult = {
  type: EntityType | 'review'
  id: string
  status: ResultStatus
  reason?: string
  /** Parts of a plan in a tracker’s dialect that were added, or not understood. */
  warnings?: { line: number; message: string }[]
}

export type SyncAnswer = Lists & {
  /** Ids of the deletions among the deltas. */
  deleted_ids: string[]
  state: SyncState
  has_more: boolean
  results: SyncResult[]
}

/** Deltas that one request may hold, reviews included. */
export const requestDeltas = 2_000
/** Deltas and bytes of one answer. */
export const answerDeltas = 500
export const answerBytes = 1024 * 1024

/** Count and SHA-256 (hex) of the stored rows of each type. */
export type Digests = Record<EntityType, { count: number; sha256: string }>

/**
 * The line of a row in the digest of its type, whose lines are sorted by id (code units) and each end with a line feed:
 * a JSON list of the id, `updated_at` and the members in their order.
 */
export const digestLine = <Type extends EntityType>(
  type: Type,
  { id, updated_at, data }: { id: string; updated_at: number; data: DataOf[Type] },
) => JSON.stringify([id, updated_at, ...entityMembers[type].map((member) => data[member])])
