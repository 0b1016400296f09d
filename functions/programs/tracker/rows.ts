import { z } from 'zod'
import { dayStart, type Zone } from '../../lib/time/days'
import { type DataOf, type EntityType, listNames, type PlanData } from '../sync/core/protocol'
import { PlanMembers } from '../sync/entities/plans'
import type { RowVersion } from '../sync/entities/rows'
import { instantSchema } from '../sync/entities/values'
import { planContent, trackerStatus } from './plan-content'

/** Columns of a tracker's tables, in order. Instants are Unix seconds. */
const columnsOf = {
  plan: ['title', 'created_at', 'updated_at', 'total_hours', 'status', 'tags', 'content'],
  session: [
    ...['plan_id', 'chunk_id', 'start_time', 'end_time', 'duration_minutes', 'notes', 'artifacts', 'created_at'],
    'updated_at',
  ],
  card: [
    ...['plan_id', 'chunk_id', 'question', 'answer', 'tags', 'ease_factor', 'interval_days', 'repetitions'],
    ...['next_review', 'last_review', 'created_at', 'updated_at'],
  ],
} as const satisfies Record<EntityType, readonly string[]>

export type TrackerRow = Record<string, string | number | null>

const seconds = (ms: number) => Math.floor(ms / 1000)

type Value = TrackerRow[string] | string[]

/** Converts a member of the protocol to a column: lists to JSON, dates and instants to Unix seconds. */
const columnValue = (name: string, value: Value, zone: Zone) => {
  if (Array.isArray(value)) return JSON.stringify(value)
  if (name === 'next_review') return seconds(dayStart(String(value), zone))
  const isInstant = ['start_time', 'end_time', 'last_review', 'created_at'].includes(name)
  return isInstant && typeof value === 'number' ? seconds(value) : value
}

/** A row of the protocol with its type. */
export type SyncedRow = {
  [Type in EntityType]: { type: Type; id: string; data: DataOf[Type]; updatedAt: number }
}[EntityType]

/** Converts a row to the columns of a tracker's table. */
export const trackerRow = (row: SyncedRow, userId: string, zone: Zone): TrackerRow => {
  const data: Record<string, Value> = row.type === 'plan' ? { ...row.data, status: trackerStatus(row.data) } : row.data
  const members = columnsOf[row.type]
    .filter((name) => name !== 'updated_at')
    .map((name) => [name, columnValue(name, data[name] ?? null, zone)])
  return { id: row.id, user_id: userId, ...Object.fromEntries(members), updated_at: seconds(row.updatedAt) }
}

/** A delta in a tracker's format. `data` is null for a deletion, or if it is missing. */
export type SentDelta = {
  type: EntityType
  id: unknown
  action: unknown
  updated_at: unknown
  data: Map<string, unknown> | null
}

const object = z.record(z.string(), z.unknown())

const sentOf = (type: EntityType, given: unknown): SentDelta => {
  const { id, action = 'update', updated_at, data } = object.catch({}).parse(given)
  const read = action === 'delete' ? undefined : object.safeParse(data).data
  const members = read && new Map(Object.entries(read))
  return { type, id, action, updated_at: updated_at ?? members?.get('updated_at'), data: members ?? null }
}

const list = z
  .array(z.unknown(), 'Enter a list, or null')
  .nullish()
  .transform((rows) => rows ?? [])

/** Body of a request in the tracker's format. Null is an empty list. */
export const TrackerBody = z.object({ plans: list, sessions: list, cards: list, deleted_ids: list })
export type TrackerBody = z.output<typeof TrackerBody>

/** Deltas of a request. Plans come first, because later deltas may refer to them. */
export const trackerDeltas = (body: TrackerBody) =>
  (['plan', 'session', 'card'] as const).flatMap((type) => body[listNames[type]].map((given) => sentOf(type, given)))

/** True if the device already has the row exactly as it would be sent. */
export const isUnchangedRow = ({ type, data, updated_at }: SentDelta, row: TrackerRow) =>
  columnsOf[type].every((name) => (name === 'updated_at' ? updated_at : data?.get(name)) === row[name])

/** Text of a delta's values, to recognize a repetition. */
export const rowText = ({ type, data, updated_at }: SentDelta) =>
  JSON.stringify([updated_at, ...columnsOf[type].map((name) => data?.get(name) ?? null)])

const { title, tags, total_hours, content } = PlanMembers.shape

const PlanColumns = z.object({
  title: title.nullish().default(null),
  status: z
    .string('Enter the status as text')
    .nullish()
    .transform((word) => word?.trim().replaceAll('_', '-') || null),
  tags: z.preprocess((value) => value ?? [], tags),
  total_hours: total_hours.nullish().default(null),
  content: content.nullish().default(null),
})

/** Members of a plan for the protocol: its document. An invalid plan is passed on unchanged, so that it is refused. */
const planMembers = (id: string, data: Map<string, unknown>, stored: PlanData | null, writtenAt: unknown) => {
  const sent = Object.fromEntries(
    ['title', 'status', 'tags', 'total_hours', 'content'].map((name) => [name, data.get(name)]),
  )
  const read = PlanColumns.safeParse(sent)
  if (!read.success) return sent
  const created_at = instantSchema.safeParse(data.get('created_at') ?? writtenAt).data ?? 0
  const columns = { ...read.data, tags: (data.get('tags') ?? null) === null ? null : (read.data.tags ?? null) }
  return planContent(id, { ...columns, created_at }, stored)
}

/** Columns that may also be null in the protocol. */
const nullable = ['plan_id', 'chunk_id', 'end_time', 'duration_minutes', 'notes', 'artifacts', 'tags', 'last_review']

/**
 * Members of a delta for the protocol. A value that equals the one sent to the device is replaced by the stored value,
 * which is more exact: milliseconds, the length of a session, the date of a review.
 */
const membersOf = ({ type, data, updated_at, id }: SentDelta, stored: RowVersion | null, zone: Zone) => {
  if (!data) return undefined
  const told = stored && trackerRow(stored, '', zone)
  const isTimed = ['start_time', 'end_time', 'duration_minutes'].every((name) => data.get(name) === told?.[name])
  const isKept = (name: string, value: unknown) =>
    told !== null && value === told[name] && (name !== 'duration_minutes' || isTimed)
  const changed = [...data].filter(
    ([name, value]) =>
      columnsOf[type].some((column) => column === name) &&
      (value !== null || nullable.includes(name)) &&
      !isKept(name, value),
  )
  const members = new Map(changed)
  if (type !== 'plan') return Object.fromEntries(members)
  const created = members.get('created_at')
  const plan = planMembers(String(id), data, stored?.type === 'plan' ? stored.data : null, updated_at)
  return { ...plan, ...(created !== undefined && { created_at: created }) }
}

/** Converts a delta to the protocol. The data of a plan includes warnings about its document. */
export const protocolDelta = (sent: SentDelta, stored: RowVersion | null, zone: Zone) => {
  const { id, action, updated_at } = sent
  return { id, action, updated_at, data: membersOf(sent, stored, zone) }
}
