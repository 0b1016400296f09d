import type { Context } from 'hono'
import type { Once } from '../lib/api/once'
import { rowAs } from '../lib/sql'
import { type Asked, answerOf, nextOf, positionFor, seenDevice } from './answer'
import type { SyncAnswer, SyncResult } from './core/protocol'
import { countDevices, deviceStatement, putDevice, refuseTooMany, touchCurrent } from './device'
import { DeviceRow } from './devices/schema'
import { type FeedOptions, feedStatement, positionOf, readFeed } from './feed'

const latest = Number.MAX_SAFE_INTEGER

/** Sends a device that is new, or that reads everything, what is there. */
const pollFrom = async (c: Context<Once>, asked: Asked, device: DeviceRow | null, results: SyncResult[]) => {
  const { DB } = c.env
  const { user, head } = c.var
  const { position, isNew, isFull } = positionFor(device, head, asked)
  if (isNew) refuseTooMany(await countDevices(DB, user.id))
  const options: FeedOptions = { position, deviceId: isFull ? null : asked.deviceId, upTo: latest }
  const seen = seenDevice(c, asked, head.epoch, { seq: head.seq, left: 0 }, false)
  const [changed] = await DB.batch([feedStatement(DB, user.id, options), ...putDevice(DB, user.id, seen, asked.now)])
  return answered(c, asked, changed?.results ?? [], options, isFull, results)
}

const answered = async (
  c: Context<Once>,
  asked: Asked,
  rows: unknown[],
  options: FeedOptions,
  isFull: boolean,
  results: SyncResult[],
): Promise<SyncAnswer> => {
  const { seq, epoch } = c.var.head
  const feed = readFeed(rows, options)
  const whole = { seq: Math.max(seq, feed.last), left: 0 }
  return answerOf(asked, feed, await nextOf(c, asked, feed, { whole, hasMore: false, isFull, epoch }), results)
}

/** Answers what changed for a device that changes nothing. @throws ProblemError 403, 409 */
export const poll = async (c: Context<Once>, asked: Asked, results: SyncResult[]): Promise<SyncAnswer> => {
  const { DB } = c.env
  const { user, head } = c.var
  const { deviceId, body, isFull, now } = asked
  const read = deviceStatement(DB, user.id, deviceId)
  if (isFull) return pollFrom(c, asked, await rowAs(DeviceRow, read), results)
  const position = positionOf(body.state.remote_version)
  const seen = seenDevice(c, asked, head.epoch, { seq: head.seq, left: 0 }, false)
  const [found] = await DB.batch([read, touchCurrent(DB, user.id, seen, now)])
  const device = DeviceRow.nullable().parse(found?.results[0] ?? null)
  if (!device || device.full_version !== null) return pollFrom(c, asked, device, results)
  positionFor(device, head, asked)
  const options: FeedOptions = { position, deviceId, upTo: latest }
  const isUnchanged = position.left === 0 && position.seq >= head.seq
  const rows = isUnchanged ? [] : (await feedStatement(DB, user.id, options).all()).results
  return answered(c, asked, rows, options, false, results)
}
