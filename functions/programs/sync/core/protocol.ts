import type { StoredData } from '../entities/rows'

// Types for the exchange between a device and the server (docs/sync.md). This file needs no library.

export const entityTypes = ['plan', 'session', 'card'] as const
export type EntityType = (typeof entityTypes)[number]

/** Names of the lists in requests and responses, by type. */
export const listNames = { plan: 'plans', session: 'sessions', card: 'cards' } as const

/** Ids that sessions and cards cannot have, because in URLs they are other pages or relative paths. */
export const unreachableIds = ['.', '..', 'bulk', 'entry', 'forecast', 'import', 'new', 'selected', 'times']

/** Members of each type. */
export type DataOf = StoredData
export type PlanData = DataOf['plan']
export type SessionData = DataOf['session']
export type CardData = DataOf['card']

/** Members in the order in which digests contain them. */
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

/** A write, or the current state of a row. `updated_at` is epoch ms by the clock of the writer. */
export type Delta<Data = object> = {
  action: 'create' | 'update' | 'delete'
  id: string
  data?: Data
  updated_at: number
  /** Only for a plan: the document that the device edited, for a merge. */
  base?: string
}

/** A rating of a card. Ratings are added up by time, so they never conflict. */
export type Review = {
  id: string
  card_id: string
  rating: 1 | 2 | 3 | 4
  /** Time of the review (epoch ms). */
  reviewed_at: number
  duration_ms?: number
}

export type SyncState = {
  device_id: string
  /** Time of the response by the server's clock (epoch ms). */
  last_sync: number
  /** The device's counter of its own writes. */
  local_version: number
  /** Opaque position: the device has all changes up to it. Send it back unchanged. */
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
  /** Parts of a plan in a tracker's dialect that were added or not understood. */
  warnings?: { line: number; message: string }[]
}

export type SyncAnswer = Lists & {
  /** Ids of all deletions among the deltas. */
  deleted_ids: string[]
  state: SyncState
  has_more: boolean
  results: SyncResult[]
}

/** Maximum number of deltas in a request, including reviews. */
export const requestDeltaLimit = 2_000
/** Maximum number of deltas in a response; `responseSizeLimit` is its maximum size. */
export const responseDeltaLimit = 500
export const responseSizeLimit = 1024 * 1024

/** Count and SHA-256 (hex) of the stored rows of each type. */
export type Digests = Record<EntityType, { count: number; sha256: string }>

/**
 * Line of a row in the digest of its type: a JSON list of the id, `updated_at` and the members in order. In the digest,
 * lines are sorted by id (code units), and each ends with a line feed.
 */
export const digestLine = <Type extends EntityType>(
  type: Type,
  { id, updated_at, data }: { id: string; updated_at: number; data: DataOf[Type] },
) => JSON.stringify([id, updated_at, ...entityMembers[type].map((member) => data[member])])
