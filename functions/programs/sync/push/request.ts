import { z } from 'zod'
import { idInput } from '../../../lib/api/values'
import { sha256Hex } from '../../../lib/secrets'
import { isSameJson } from '../../../lib/text/text'
import type { Zone } from '../../../lib/time/days'
import { type EntityType, requestDeltaLimit, type SyncResult, unreachableIds } from '../core/protocol'
import { CardMembers } from '../entities/cards'
import { PlanMembers } from '../entities/plans'
import { SessionMembers } from '../entities/sessions'
import { instantSchema, issueReason, planId } from '../entities/values'
import { entityKey } from './known'

const deltas = z
  .array(z.unknown(), 'Enter a list of deltas')
  .max(requestDeltaLimit, `At most ${requestDeltaLimit} deltas`)

const count = (message: string) => z.int(message).min(0, message).default(0)

const State = z.strictObject({
  device_id: z.string('Enter the id of the device as text').max(200, 'At most 100 characters').default(''),
  last_sync: z.number('Enter epoch milliseconds').default(0),
  local_version: count('Enter a whole number of 0 or more'),
  remote_version: z.number('Enter the number of the last answer').min(0, 'Enter 0 or more').default(0),
})

/** Body of a request. Its deltas are validated later (`readDeltas`), because each one is accepted or refused alone. */
export const SyncBody = z
  .strictObject({
    state: State.prefault({}),
    plans: deltas.default([]),
    sessions: deltas.default([]),
    cards: deltas.default([]),
    reviews: deltas.default([]),
    deleted_ids: deltas.default([]),
  })
  .refine(
    ({ plans, sessions, cards, reviews, deleted_ids }) =>
      plans.length + sessions.length + cards.length + reviews.length + deleted_ids.length <= requestDeltaLimit,
    `Send at most ${requestDeltaLimit} deltas in one request`,
  )
export type SyncBody = z.output<typeof SyncBody>

/** Members set by a delta. Missing members stay unchanged. */
export type DeltaMembers = {
  plan: z.output<typeof PlanMembers>
  session: z.output<typeof SessionMembers>
  card: z.output<ReturnType<typeof CardMembers>>
}

type DeltaOf<Type extends EntityType> = {
  type: Type
  id: string
  /** Null for a deletion. */
  data: DeltaMembers[Type] | null
  /** Epoch ms by the clock of the device. */
  writtenAt: number
  digest: string
  /** True if cleaning changed a text before it was stored. */
  isCleaned: boolean
  /** The document of a plan on which the edit is based. */
  base?: string
}
export type ParsedDelta = { [Type in EntityType]: DeltaOf<Type> }[EntityType]
/** A delta that cannot be stored. */
export type RefusedDelta = { type: EntityType; id: string; writtenAt: number; refusal: string }
export type RejectedResult = SyncResult & { status: 'rejected' }

const shortId = (given: unknown) => {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given
  return typeof id === 'string' ? id.slice(0, 100) : ''
}

export const rejectedDelta = (type: SyncResult['type'], id: string, reason: string): RejectedResult => ({
  type,
  id,
  status: 'rejected',
  reason,
})

const Envelope = z.object({
  action: z.enum(['create', 'update', 'delete'], 'Choose create, update or delete'),
  updated_at: instantSchema,
  data: z.unknown().optional(),
  base: z.string('Enter the markdown as text').optional(),
})

const noData = 'data: Send the members of the row'

/** True if cleaning changed a text or list. Other notations of an instant or status do not count. */
const hasCleaned = (given: object, members: object) => {
  const sent = new Map(Object.entries(given))
  return Object.entries(members).some(([name, value]) => {
    const raw: unknown = sent.get(name)
    if (name === 'status' || name === 'next_review') return false
    return typeof raw === typeof value && typeof raw !== 'number' && !isSameJson(raw, value)
  })
}

/** Digest of all deletions, so that a repeated deletion is recognized. */
export const deletionDigest = 'deletion'

const read = async <Type extends EntityType>(
  type: Type,
  schema: z.ZodType<DeltaMembers[Type]>,
  given: unknown,
  digests: Map<string, string> | undefined,
) => {
  const id = (type === 'plan' ? planId : idInput).safeParse(
    typeof given === 'object' && given !== null && 'id' in given ? given.id : undefined,
  )
  if (!id.success) return rejectedDelta(type, shortId(given), issueReason(id.error, 'id'))
  const envelope = Envelope.safeParse(given)
  if (!envelope.success) return rejectedDelta(type, id.data, issueReason(envelope.error))
  const { action, updated_at: writtenAt, data, base } = envelope.data
  if (action === 'delete') return { type, id: id.data, data: null, writtenAt, digest: deletionDigest, isCleaned: false }
  if (type !== 'plan' && unreachableIds.includes(id.data))
    return rejectedDelta(type, id.data, 'id: This id is reserved. Choose another')
  const refused = (refusal: string) => ({ type, id: id.data, writtenAt, refusal })
  if (typeof data !== 'object' || data === null) return refused(noData)
  const members = schema.safeParse(data)
  if (!members.success) return refused(issueReason(members.error, 'data'))
  const digest =
    digests?.get(entityKey(type, id.data)) ?? (await sha256Hex(JSON.stringify([writtenAt, members.data]))).slice(0, 32)
  return { type, id: id.data, data: members.data, writtenAt, digest, isCleaned: hasCleaned(data, members.data), base }
}

/**
 * Validates each delta of a request. Plans come first, because later deltas may refer to them.
 * @param digests digests of deltas that were translated from a device's own format
 */
export const readDeltas = async (body: SyncBody, zone: Zone, digests?: Map<string, string>) => {
  const all: (ParsedDelta | RefusedDelta | RejectedResult)[] = []
  const schemas = { plan: PlanMembers, session: SessionMembers, card: CardMembers(zone) }
  for (const given of body.plans) all.push(await read('plan', schemas.plan, given, digests))
  for (const given of body.sessions) all.push(await read('session', schemas.session, given, digests))
  for (const given of body.cards) all.push(await read('card', schemas.card, given, digests))
  return all
}
