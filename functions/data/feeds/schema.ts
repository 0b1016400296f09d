import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Instant } from '../../lib/api/values'
import { commit, jsonColumn, orStale, rowAs, rowsAs, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { publicOrigin } from '../../lib/http/origin'
import { pathTo } from '../../lib/http/path-to'
import { nameMember } from '../../lib/resource/members'
import { columnsOf } from '../../lib/resource/row-reads'
import { randomSecret, sha256Hex } from '../../lib/secrets'
import type { UsedPart } from '../../lib/uses'

/** Maximum length of a name, in characters. */
export const feedNameLimit = 100

/** Maximum number of feeds of a person. */
export const feedsLimit = 20

export const tooManyFeeds = `You have ${feedsLimit} calendars, the maximum. Delete one first.`

/** Content that a feed can include, and the part of Daymark that each belongs to. */
export const feedContents = {
  meetings: { label: 'Meetings', use: 'journal' },
  tasks: { label: 'Tasks with a date', use: 'tasks' },
  planned: { label: 'Planned sessions', use: 'time' },
  sessions: { label: 'Tracked sessions', use: 'time' },
  goals: { label: 'Deadlines of goals' },
  cards: { label: 'Cards due', use: 'learning' },
} as const satisfies Record<string, { label: string; use?: UsedPart }>

export type FeedContent = keyof typeof feedContents

const names = Object.keys(feedContents) as [FeedContent, ...FeedContent[]]

const noThing = 'Choose what it shows'

/** Distinct content names in a fixed order. */
const Things = z
  .array(z.enum(names, `Use ${names.join(', ')}`), noThing)
  .min(1, noThing)
  .transform((chosen) => names.filter((name) => chosen.includes(name)))

export const FeedForm = z.object({
  name: nameMember(feedNameLimit),
  // Not named `contains`: a field with that name would hide the DOM method of the form.
  shows: z
    .union([z.array(z.string()), z.string().transform((one) => [one])])
    .default([])
    .transform((chosen) => chosen.filter(Boolean))
    .pipe(Things),
  busy_only: z.string().optional().transform(Boolean),
})
export type FeedForm = z.output<typeof FeedForm>

type Values = { name: string; contains: FeedContent[]; busy_only: boolean }

export const FeedBody = z
  .strictObject({
    name: nameMember(feedNameLimit),
    contains: Things,
    busy_only: z
      .boolean('Use true or false')
      .default(false)
      .meta({ description: 'Shows “Busy” instead of titles, “Something to do” for whole days, and no links.' }),
  })
  .meta({ id: 'NewFeed', example: { name: 'Phone', contains: ['meetings', 'tasks'] } })

export const FeedRow = z.object({
  id: z.string(),
  name: z.string(),
  contains: jsonColumn(z.array(z.enum(names))),
  busy_only: z.literal([0, 1]),
  /** epoch ms */
  created_at: z.int(),
  /** Rounded to the hour (epoch ms). */
  last_read_at: z.int().nullable(),
})
export type FeedRow = z.output<typeof FeedRow>

export const FeedJson = FeedRow.extend({
  contains: z.array(z.enum(names)),
  busy_only: z.boolean(),
  created_at: Instant,
  last_read_at: Instant.nullable().meta({ description: 'When a calendar last fetched it, to the hour.' }),
  url: z.string().nullable().meta({ description: 'Its secret address. Returned only once, when it is created.' }),
}).meta({ id: 'Feed' })

const columns = columnsOf('feeds', FeedRow)

/** A page of feeds, latest first. */
export const feedsBefore = (db: D1Database, userId: string, before: string, limit: number) =>
  rowsAs(
    FeedRow,
    sql(db)`SELECT ${columns} FROM feeds WHERE user_id = ${userId} AND id < ${before} ORDER BY id DESC LIMIT ${limit}`,
  )

export const feedById = (db: D1Database, userId: string, id: string) =>
  rowAs(FeedRow, sql(db)`SELECT ${columns} FROM feeds WHERE user_id = ${userId} AND id = ${id}`)

/** A new secret address. Only this request knows it, because a hash is stored. */
export const newAddress = async (c: Context<App>) => {
  const secret = randomSecret()
  return { url: `${publicOrigin(c)}${pathTo`/feeds/${secret}`}.ics`, hash: await sha256Hex(secret) }
}

type MadeFeed = FeedRow & { url: string }

/**
 * Adds a feed with its address; null if the person has the maximum number. @param claim stores the response for retries
 */
export const makeFeed = async (
  c: Context<App>,
  values: Values,
  claim: (made: MadeFeed) => Promise<D1PreparedStatement[]>,
) => {
  const { DB: db } = c.env
  const { id: userId } = c.var.user
  const { url, hash } = await newAddress(c)
  const fresh = { id: uuid(), created_at: Date.now(), last_read_at: null, url }
  const made: MadeFeed = { ...values, busy_only: values.busy_only ? 1 : 0, ...fresh }
  const insert = sql(db)`
    INSERT INTO feeds (user_id, id, name, contains, busy_only, secret_hash, created_at)
    SELECT ${userId}, ${made.id}, ${made.name}, ${JSON.stringify(made.contains)}, ${made.busy_only}, ${hash}, ${made.created_at}
    WHERE (SELECT count(*) FROM feeds WHERE user_id = ${userId}) < ${feedsLimit}`
  return (await commit(db, userId, [], [...(await claim(made)), insert, orStale(db)])) ? made : null
}

export const updateFeed = (db: D1Database, userId: string, id: string, { name, contains, busy_only }: Values) => sql(
  db,
)`
  UPDATE feeds SET name = ${name}, contains = ${JSON.stringify(contains)}, busy_only = ${Number(busy_only)}
  WHERE user_id = ${userId} AND id = ${id}`

/** Replaces the address. The previous address stops working. */
export const replaceAddress = (db: D1Database, userId: string, id: string, hash: string) => sql(db)`
  UPDATE feeds SET secret_hash = ${hash}, last_read_at = NULL WHERE user_id = ${userId} AND id = ${id}`

export const deleteFeed = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM feeds WHERE user_id = ${userId} AND id = ${id}`
