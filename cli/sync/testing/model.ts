import type { LastWrite } from '../../../functions/programs/sync/core/decide'
import { type DataOf, type EntityType, entityTypes, type Review } from '../../../functions/programs/sync/core/protocol'

/** A row of the model server. A deleted one keeps its data, so that it can be restored. */
export type Stored<Type extends EntityType = EntityType> = {
  type: Type
  id: string
  seq: number
  updatedAt: number
  isDeleted: boolean
  data: DataOf[Type]
  /** Names the write that made it. */
  token: string
}

type Rows = { [Type in EntityType]: Map<string, Stored<Type>> }

/** A version that lost. */
type Lost<Type extends EntityType> = {
  id: string
  token: string
  reason: 'edit' | 'timer'
  /** Null for a deletion. */
  data: DataOf[Type] | null
}

type Content = { rows: Rows; reviews: Map<string, Review> }

export type Model = Content & {
  /** Version of the latest change. */
  head: number
  epoch: number
  /** Highest version of a tombstone that was removed. */
  purged: number
  /** Epochs that the devices have read everything of, by device. */
  devices: Map<string, number>
  /** By device, type and id. */
  lastWrites: Map<string, LastWrite>
  inbox: { [Type in EntityType]: Lost<Type>[] }
  /** Deltas of an answer. */
  pageDeltas: number
  archive: Content
}

/** The version of a row, for the inbox. */
export const lostOf = <Type extends EntityType>(
  { id, token, isDeleted, data }: Stored<Type>,
  reason: 'edit' | 'timer' = 'edit',
): Lost<Type> => ({ id, token, reason, data: isDeleted ? null : data })

const copyOf = ({ rows, reviews }: Content): Content => ({
  rows: { plan: new Map(rows.plan), session: new Map(rows.session), card: new Map(rows.card) },
  reviews: new Map(reviews),
})

const nothing = (): Content => ({ rows: { plan: new Map(), session: new Map(), card: new Map() }, reviews: new Map() })

export const newModel = (pageDeltas: number): Model => ({
  ...nothing(),
  head: 0,
  epoch: 1,
  purged: 0,
  devices: new Map(),
  lastWrites: new Map(),
  inbox: { plan: [], session: [], card: [] },
  pageDeltas,
  archive: nothing(),
})

export const allRows = ({ rows }: Pick<Model, 'rows'>): Stored[] => [
  ...rows.plan.values(),
  ...rows.session.values(),
  ...rows.card.values(),
]

/** Everything that a request may change for good. */
export const contentOf = (model: Model) =>
  JSON.stringify([allRows(model), [...model.reviews.keys()], model.inbox, model.head])

/** Removes tombstones, as after 180 days. */
export const purge = (model: Model) => {
  for (const type of entityTypes)
    for (const { id, seq, isDeleted } of model.rows[type].values()) {
      if (!isDeleted) continue
      model.rows[type].delete(id)
      model.purged = Math.max(model.purged, seq)
    }
}

export const archive = (model: Model) => {
  model.archive = copyOf(model)
}

const numbered = <Type extends EntityType>(rows: Map<string, Stored<Type>>, seq: number) =>
  new Map([...rows].map(([id, row]) => [id, { ...row, seq }]))

/** Restores the archive: all rows have a new version, and devices have to read everything. */
export const restore = (model: Model) => {
  const { rows, reviews } = copyOf(model.archive)
  model.epoch += 1
  model.head += 1
  model.rows = {
    plan: numbered(rows.plan, model.head),
    session: numbered(rows.session, model.head),
    card: numbered(rows.card, model.head),
  }
  model.reviews = reviews
  model.lastWrites.clear()
}
