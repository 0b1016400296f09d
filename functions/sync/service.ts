import type { Context } from 'hono'
import type { Once } from '../lib/api/once'
import { todayOf } from '../lib/now'
import { conflict, retry } from '../lib/retry'
import { asPlannedAt, commitVersion, headOf, type Outdates } from '../lib/sql'
import { type Asked, answerOf, nextOf, positionFor, seenDevice } from './answer'
import { changeWrites, noteWrites } from './apply'
import type { SyncAnswer } from './core/protocol'
import { mostDevices, putDevice } from './device'
import { feedStatement, noFeed, readFeed } from './feed'
import { keepLost } from './inbox'
import { type Known, keyOf, readKnown } from './known'
import { deletionsOf, namedIn, readDeletedIds } from './named'
import { poll } from './poll'
import { tooMany } from './problems'
import { type Reconciled, reconcile } from './reconcile'
import { readDeltas } from './request'
import { rate, readRatings, readReviews, reviewWrites } from './reviews'
import { settleTimers } from './sessions/timers'
import { withUnlike } from './unlike'

/** Versions that the changes of a request outdate. */
const outdatedBy = ({ changes }: Reconciled, { rows, timer }: Known): Outdates[] => {
  const versions = [...changes.values()].map(({ version }) => version)
  const isTimer = versions.some((version) => {
    if (version.type !== 'session') return false
    const stored = rows.get(keyOf('session', version.id)) ?? timer
    return version.data.end_time === null || (stored?.type === 'session' && stored.data.end_time === null)
  })
  return [
    ...(versions.some(({ type }) => type !== 'card') ? (['stats'] as const) : []),
    ...(isTimer ? (['timer'] as const) : []),
  ]
}

/** Takes what a device sends and answers what it does not have, all or nothing. @throws ProblemError 403, 409 */
export const sync = async (c: Context<Once>, asked: Asked): Promise<SyncAnswer> => {
  const { body, deviceId, now } = asked
  const db = c.env.DB
  const { id: userId, preferences: zone } = c.var.user
  const sent = await readDeltas(body, zone, asked.keptFor?.digests)
  const [deletedIds, reviews] = [readDeletedIds(body.deleted_ids), readReviews(body.reviews, now)]
  const valid = [...sent, ...deletedIds, ...reviews].filter((one) => typeof one === 'string' || !('status' in one))
  if (valid.length === 0) {
    const rejections = [...sent, ...deletedIds, ...reviews].flatMap((one) =>
      typeof one !== 'string' && 'status' in one ? [one] : [],
    )
    return poll(c, asked, rejections)
  }
  const named = namedIn(sent, deletedIds, reviews, body.state.remote_version === 0)
  const rated = reviews.flatMap((one) => ('status' in one ? [] : [one]))
  return retry(async () => {
    const head = await headOf(db, userId)
    const [known, ratings] = await Promise.all([readKnown(db, userId, deviceId, named), readRatings(db, userId, rated)])
    const at = positionFor(known.device, head, asked)
    if (at.isNew && known.deviceCount >= mostDevices) throw tooMany()
    const { remote_version: remoteVersion, local_version: localVersion } = body.state
    const seenTo = at.isFull ? undefined : asked.keptFor?.seenTo
    const sender = { remoteVersion: at.isFull ? 0 : remoteVersion, localVersion, zone, today: todayOf(c), now, seenTo }
    const found = reconcile([...sent, ...deletionsOf(deletedIds, known, now)], known, sender)
    settleTimers(found, known, now)
    const ratedNow = rate(reviews, ratings, found, zone, now)
    const results = [...found.results, ...ratedNow.results]
    if (found.changes.size + found.writes.size + ratedNow.added.length === 0) {
      return withUnlike(await poll(c, asked, results), found.unlike)
    }
    const { statements, versions, last } = changeWrites(db, userId, found, head.seq + 1, now)
    // A card that is rated as well comes back to its device.
    for (const { id } of ratedNow.states) versions.delete(keyOf('card', id))
    const hasEcho = at.isFull || ratedNow.states.length > 0 || [...found.changes.values()].some(({ isEcho }) => isEcho)
    const options = { position: at.position, deviceId: at.isFull ? null : deviceId, upTo: head.seq }
    const own = { seq: hasEcho ? head.seq : last, left: 0 }
    // The answer of a request with a key is known before its batch, and leaves what changed to the next request.
    const keyed = answerOf(asked, noFeed, { version: remoteVersion, hasMore: true }, results)
    const done = await commitVersion(db, userId, outdatedBy(found, known), [
      asPlannedAt(db, userId, head.seq),
      ...c.var.claim(deviceId, keyed),
      ...statements,
      ...reviewWrites(db, userId, ratedNow),
      ...keepLost(db, userId, deviceId, found.lost, now, asked.keptFor?.doubtTo),
      ...noteWrites(db, userId, deviceId, found, versions),
      putDevice(db, userId, seenDevice(c, asked, head.epoch, own, at.isFull), now),
      feedStatement(db, userId, deviceId, options),
    ])
    if (!done) return conflict
    if (c.req.header('Idempotency-Key') !== undefined) return keyed
    const feed = readFeed(done.results.at(-1)?.results ?? [], options)
    const next = await nextOf(c, asked, feed, { whole: own, hasMore: hasEcho, isFull: at.isFull, epoch: head.epoch })
    return withUnlike(answerOf(asked, feed, next, results), found.unlike)
  })
}
