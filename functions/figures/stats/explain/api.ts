import { Hono } from 'hono'
import { z } from 'zod'
import { readTotal } from '../../../ledger/facts'
import { withPeriod } from '../../../ledger/range'
import { resolveSubject } from '../../../ledger/resolve-subject'
import { noTime } from '../../../ledger/schema'
import { combineFilter } from '../../../ledger/subject'
import { describeOperation } from '../../../lib/api/describe'
import { query } from '../../../lib/api/request'
import { listQueryOf, orgTimeInput, pageCursor, pageSchema } from '../../../lib/api/values'
import { versioned } from '../../../lib/api/version'
import { type App, todayOf } from '../../../lib/env'
import { bothDates, figureApiFields, formatCursor, parseCursor, rangeOrAllTime } from './schema'
import { rowsPage } from './view'

export const ExplainApiQuery = z
  .object({
    ...figureApiFields,
    ...listQueryOf((position) => parseCursor(position) !== null),
    org: orgTimeInput,
  })
  .superRefine(bothDates)
  .transform(combineFilter)

const ExplainedRowJson = z.object({
  date: z.string(),
  session_id: z.string(),
  title: z.string(),
  seconds: z.int().meta({ description: 'The part of the session that counts here.' }),
  starts: z.boolean().meta({ description: 'True if the session is counted here, on its first day.' }),
})

const ExplanationJson = pageSchema(ExplainedRowJson)
  .extend({
    total_seconds: z.int().meta({ description: 'The total of all rows.' }),
    session_count: z.int(),
  })
  .meta({ id: 'Explanation' })

/** `/api/v1/stats/explain` */
export const explainApi = new Hono<App>().get(
  '/',
  describeOperation({
    summary: 'List the sessions behind a total',
    description:
      'Latest first. They add up to the total. A page may have fewer rows than requested, even none; use `next_cursor` to see if there are more. An unknown subject has no rows.',
    tag: 'Statistics',
    versioned: true,
    answers: { schema: ExplanationJson },
  }),
  query(ExplainApiQuery),
  versioned,
  async (c) => {
    const { DB } = c.env
    const { id, preferences } = c.var.user
    const { subject, cursor, limit, ...dates } = c.req.valid('query')
    const after = cursor === undefined ? null : parseCursor(cursor)
    const ledger = await resolveSubject(DB, id, subject, c.var.orgTime)
    if (!ledger) return c.json({ items: [], next_cursor: null, ...noTime })
    const range = rangeOrAllTime(withPeriod(dates, todayOf(c), preferences.week_start))
    const [sum, { rows, next }] = await Promise.all([
      readTotal(DB, id, ledger, range),
      rowsPage(DB, id, ledger, range, after, limit),
    ])
    return c.json({
      items: rows.map((row) => ({
        date: row.date,
        session_id: row.id,
        title: row.title,
        seconds: row.seconds,
        starts: row.is_start === 1,
      })),
      next_cursor: next && pageCursor(formatCursor(next)),
      ...sum,
    })
  },
)
