import { Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { body, param, query } from '../../lib/api/request'
import { dateInput, listPage, listQuery, pageSchema, withLength } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import { commit } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { daysOffBetween } from './queries'
import { DayOffRow, dayLabel, labelLimit, removeDayOff, setDayOff } from './schema'

const tag = 'Days off'

const DayOffJson = DayOffRow.meta({ id: 'DayOff' })
const DayOffBody = z
  .strictObject({ label: withLength(dayLabel, { maxLength: labelLimit }).optional() })
  .meta({ id: 'DayOffLabel', example: { label: 'Christmas Eve' } })
const dateOf = ({ date }: DayOffRow) => date

const path = param(z.object({ date: dateInput }))

const ListQuery = z
  .object({
    ...listQuery,
    from: dateInput.optional(),
    to: dateInput.optional(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'The end is before the start' })

export const daysOffApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List days off',
      description: 'Ordered by date; `from` and `to` are inclusive.',
      tag,
      versioned: true,
      answers: { schema: pageSchema(DayOffJson) },
    }),
    query(ListQuery),
    versioned,
    async (c) => {
      const { cursor = '', limit, from = '', to = '9999' } = c.req.valid('query')
      const rows = await daysOffBetween(c.env.DB, c.var.user.id, { from, to }, cursor, limit + 1)
      return c.json(listPage(rows, limit, dateOf, (row) => row))
    },
  )

  .put(
    '/:date',
    describeOperation({ summary: 'Make a date a day off', tag, body: true, answers: { schema: DayOffJson } }),
    path,
    body(DayOffBody),
    async (c) => {
      const { DB } = c.env
      const { date } = c.req.valid('param')
      const { label = '' } = c.req.valid('json')
      await commit(DB, c.var.user.id, ['stats'], setDayOff(DB, c.var.user.id, { date, label }))
      return c.json({ date, label })
    },
  )

  .delete('/:date', describeOperation({ summary: 'Remove a day off', tag, item: true }), path, async (c) => {
    const { DB } = c.env
    const writes = removeDayOff(DB, c.var.user.id, c.req.valid('param').date)
    return (await commit(DB, c.var.user.id, ['stats'], writes)) ? c.body(null, 204) : c.notFound()
  })
