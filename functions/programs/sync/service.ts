import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Once } from '../../lib/api/once'
import { idInput } from '../../lib/api/values'
import { conflict, retry } from '../../lib/db/retry'
import { commitVersion, guardSeq, jsonChunks, type Outdates, part, readVersions, sql } from '../../lib/db/sql'
import { todayOf } from '../../lib/env'
import { type EntityType, entityTypes, type SyncAnswer } from './core/protocol'
import { checkDeviceLimit, countDevices, putDevice } from './devices/device'
import {
  addDifferingRows,
  answerPoll,
  deviceUpdate,
  type SyncInput,
  saveNextPosition,
  startPosition,
  syncAnswer,
} from './pull/answer'
import { changesSelect, noFeed, readFeed } from './pull/feed'
import { changeWrites, recordDeviceWrites } from './push/apply'
import { entityKey, type ReferencedIds, readStoredFacts, type StoredFacts } from './push/known'
import { type LostVersion, pendingSeq, type Reconciliation, reconcile, settleTimers } from './push/reconcile'
import {
  deletionDigest,
  type ParsedDelta,
  type RefusedDelta,
  type RejectedResult,
  readDeltas,
  rejectedDelta,
} from './push/request'
import { readRatings, readReviews, replayReviews, reviewWrites, type SentReview } from './push/reviews'
import { sharedWrites } from './push/share-plans'

/** Validates deletions without a type: returns ids, and rejections of invalid ones. */
const readDeletedIds = (given: unknown[]) =>
  given.map((one): string | RejectedResult => {
    const id = idInput.safeParse(one)
    if (id.success) return id.data
    return rejectedDelta(
      'session',
      z.string().max(100).catch('').parse(one),
      'id: An id has 1 to 100 letters, digits and . _ : -',
    )
  })

/** Deltas that delete the rows with these ids now. An unknown id is treated as a session's. @param now epoch ms */
const deletionsOf = (
  ids: (string | RejectedResult)[],
  { rows }: StoredFacts,
  now: number,
): (ParsedDelta | RejectedResult)[] =>
  ids.flatMap((id): (ParsedDelta | RejectedResult)[] => {
    if (typeof id !== 'string') return [id]
    const delta = { id, data: null, writtenAt: now, digest: deletionDigest, isCleaned: false }
    const deletions: Record<EntityType, ParsedDelta> = {
      plan: { type: 'plan', ...delta },
      session: { type: 'session', ...delta },
      card: { type: 'card', ...delta },
    }
    const found = entityTypes.filter((type) => rows.has(entityKey(type, id)))
    return found.length > 0 ? found.map((type) => deletions[type]) : [deletions.session]
  })

/** Collects the ids in a request. */
const namedIn = (
  deltas: (ParsedDelta | RefusedDelta | RejectedResult)[],
  deletedIds: (string | RejectedResult)[],
  reviews: (SentReview | RejectedResult)[],
): ReferencedIds => {
  const named: ReferencedIds = { plan: [], session: [], card: [], any: [], projects: [], goals: [], hasTimer: false }
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

/** SQL for the device that wrote a version; NULL for the browser and other programs. */
const writerOf = (userId: string) => part`(
        SELECT device_id FROM sync_writes
        WHERE user_id = ${userId} AND device_id IN (SELECT id FROM sync_devices WHERE user_id = ${userId})
          AND type = value ->> 'type' AND sync_writes.id = value ->> 'row_id' AND seq = value ->> 'stored_seq'
        LIMIT 1)`

/**
 * Stores lost versions in the inbox. Must run before the device's writes are recorded.
 * @param now epoch ms
 * @param doubtTo stored versions up to this one are resolved: the device may have seen them
 */
const keepLost = (db: D1Database, userId: string, deviceId: string, lost: LostVersion[], now: number, doubtTo = 0) => {
  const rows = lost.map(({ type, rowId, reason, title, data, updatedAt, by, storedSeq }) => ({
    id: uuid(),
    type,
    row_id: rowId,
    reason,
    title,
    data: data === null ? null : JSON.stringify(data),
    updated_at: updatedAt,
    is_device: by === 'device' ? 1 : 0,
    stored_seq: storedSeq === pendingSeq ? null : storedSeq,
    settled_at: by === 'stored' && reason === 'edit' && storedSeq <= doubtTo ? now : null,
  }))
  return jsonChunks(rows).map(
    (json) => sql(db)`
      INSERT INTO sync_conflicts (user_id, id, type, row_id, reason, title, data, lost_by, kept_by, updated_at, created_at,
        settled_at)
      SELECT ${userId}, value ->> 'id', value ->> 'type', value ->> 'row_id', value ->> 'reason', value ->> 'title',
        value ->> 'data', iif(value ->> 'is_device', ${deviceId}, ${writerOf(userId)}),
        iif(value ->> 'is_device', ${writerOf(userId)}, ${deviceId}), value ->> 'updated_at', ${now},
        value ->> 'settled_at'
      FROM json_each(${json})`,
  )
}

/** Version counters that the changes of a request must advance. */
const outdatedBy = ({ changes }: Reconciliation, { rows, timer }: StoredFacts): Outdates[] => {
  const versions = [...changes.values()].map(({ version }) => version)
  const isTimer = versions.some((version) => {
    if (version.type !== 'session') return false
    const stored = rows.get(entityKey('session', version.id)) ?? timer
    return version.data.end_time === null || (stored?.type === 'session' && stored.data.end_time === null)
  })
  return [
    ...(versions.some(({ type }) => type !== 'card') ? (['stats'] as const) : []),
    ...(isTimer ? (['timer'] as const) : []),
  ]
}

/** Stores a device's deltas and responds with the rows that it lacks, all or nothing. @throws ProblemError 403, 409 */
export const sync = async (c: Context<Once>, asked: SyncInput): Promise<SyncAnswer> => {
  const { body, deviceId, now } = asked
  const db = c.env.DB
  const { id: userId, preferences: zone } = c.var.user
  const sent = await readDeltas(body, zone, asked.keptFor?.digests)
  const [deletedIds, reviews] = [readDeletedIds(body.deleted_ids), readReviews(body.reviews, now)]
  const all = [...sent, ...deletedIds, ...reviews]
  const rejections = all.flatMap((one) => (typeof one !== 'string' && 'status' in one ? [one] : []))
  if (rejections.length === all.length) return answerPoll(c, asked, rejections)
  const named = namedIn(sent, deletedIds, reviews)
  const rated = reviews.flatMap((one) => ('status' in one ? [] : [one]))
  return retry(async () => {
    const head = await readVersions(db, userId)
    const [known, ratings, devices] = await Promise.all([
      readStoredFacts(db, userId, deviceId, named),
      readRatings(db, c.var.user, rated),
      countDevices(db, userId),
    ])
    const at = startPosition(known.device, head, asked)
    if (at.isNew) checkDeviceLimit(devices)
    const { remote_version: remoteVersion, local_version: localVersion } = body.state
    const seenTo = at.isFull ? undefined : asked.keptFor?.seenTo
    const sender = { remoteVersion: at.isFull ? 0 : remoteVersion, localVersion, zone, today: todayOf(c), now, seenTo }
    const found = reconcile([...sent, ...deletionsOf(deletedIds, known, now)], known, sender)
    settleTimers(found, known, now)
    const ratedNow = replayReviews(reviews, ratings, found, zone, now)
    const results = [...found.results, ...ratedNow.results]
    if (found.changes.size + found.writes.size + ratedNow.added.length === 0) {
      return addDifferingRows(await answerPoll(c, asked, results), found.unlike)
    }
    const { statements, versions, last } = changeWrites(db, userId, found, head.seq + 1, now)
    const shared = await sharedWrites(db, userId, found, known, now)
    // A card with new ratings must be sent back to its device.
    for (const { id } of ratedNow.states) versions.delete(entityKey('card', id))
    const hasEcho = at.isFull || ratedNow.states.length > 0 || [...found.changes.values()].some(({ isEcho }) => isEcho)
    const options = { position: at.position, deviceId: at.isFull ? null : deviceId, upTo: head.seq }
    const own = { seq: hasEcho ? head.seq : last, left: 0 }
    // A response with an idempotency key is stored in the batch, so it cannot include changes: the next request gets
    // them.
    const keyed = syncAnswer(asked, noFeed, { version: remoteVersion, hasMore: true }, results)
    const done = await commitVersion(db, userId, outdatedBy(found, known), [
      guardSeq(db, userId, head.seq),
      ...c.var.claim(deviceId, keyed),
      ...statements,
      ...shared,
      ...reviewWrites(db, userId, ratedNow),
      ...keepLost(db, userId, deviceId, found.lost, now, asked.keptFor?.doubtTo),
      ...recordDeviceWrites(db, userId, deviceId, found, versions),
      ...putDevice(db, userId, deviceUpdate(c, asked, head.epoch, own, at.isFull), now),
      changesSelect(db, userId, options),
    ])
    if (!done) return conflict
    if (c.req.header('Idempotency-Key') !== undefined) return keyed
    const feed = readFeed(done.results.at(-1)?.results ?? [], options)
    const next = await saveNextPosition(c, asked, feed, {
      whole: own,
      hasMore: hasEcho,
      isFull: at.isFull,
      epoch: head.epoch,
    })
    return addDifferingRows(syncAnswer(asked, feed, next, results), found.unlike)
  })
}
