import type { Context } from 'hono'
import { z } from 'zod'
import type { Once } from '../lib/api/once'
import { constant, part, sql } from '../lib/sql'
import { type Asked, answerOf, nextOf, positionFor, seenDevice } from './answer'
import type { SyncAnswer, SyncResult } from './core/protocol'
import { countJson, DeviceRow, deviceJson, mostDevices, putDevice, touchCurrent } from './device'
import { type FeedOptions, feedStatement, positionOf, readFeed } from './feed'
import { tooMany } from './problems'

const DeviceIn = z.object({ type: z.literal('device'), data: z.string() })

const deviceIn = (rows: unknown[]) => {
  const row = rows.map((one) => DeviceIn.safeParse(one)).find(({ success }) => success)?.data
  return row ? DeviceRow.parse(JSON.parse(row.data)) : null
}

const latest = Number.MAX_SAFE_INTEGER

const CountIn = z.object({ type: z.literal('devices'), seq: z.int() })

const countIn = (rows: unknown[]) =>
  rows.map((one) => CountIn.safeParse(one)).find(({ success }) => success)?.data?.seq ?? 0

/** Sends a device that is new, or that reads everything, what is there. @param rows the device and the number of all */
const pollFrom = async (c: Context<Once>, asked: Asked, rows: unknown[], results: SyncResult[]) => {
  const { DB } = c.env
  const { user, head } = c.var
  const { position, isNew, isFull } = positionFor(deviceIn(rows), head, asked)
  if (isNew && countIn(rows) >= mostDevices) throw tooMany()
  const options: FeedOptions = { position, deviceId: isFull ? null : asked.deviceId, upTo: latest }
  const seen = seenDevice(c, asked, head.epoch, { seq: head.seq, left: 0 }, false)
  const [changed] = await DB.batch([
    feedStatement(DB, user.id, asked.deviceId, options),
    putDevice(DB, user.id, seen, asked.now),
  ])
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
  if (isFull) {
    const found = await sql(DB)`${deviceJson(user.id, deviceId)} UNION ALL ${countJson(user.id)}`.all()
    return pollFrom(c, asked, found.results, results)
  }
  const position = positionOf(body.state.remote_version)
  const seen = seenDevice(c, asked, head.epoch, { seq: head.seq, left: 0 }, false)
  const mayBeNew = body.state.remote_version === 0
  const [found] = await DB.batch([
    sql(DB)`${deviceJson(user.id, deviceId)} ${mayBeNew ? part`UNION ALL ${countJson(user.id)}` : constant('')}`,
    touchCurrent(DB, user.id, seen, now),
  ])
  const device = deviceIn(found?.results ?? [])
  if (!device || device.full_version !== null) return pollFrom(c, asked, found?.results ?? [], results)
  positionFor(device, head, asked)
  const options: FeedOptions = { position, deviceId, upTo: latest }
  const isUnchanged = position.left === 0 && position.seq >= head.seq
  const rows = isUnchanged ? [] : (await feedStatement(DB, user.id, deviceId, options).all()).results
  return answered(c, asked, rows, options, false, results)
}
