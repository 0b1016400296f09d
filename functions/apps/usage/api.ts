import { Hono } from 'hono'
import { rangeOrLast30Days } from '../../ledger/range'
import { describeOperation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { body, query } from '../../lib/api/request'
import { versionedBy } from '../../lib/api/version'
import { checkReminders } from '../../lib/db/open-pages'
import { part } from '../../lib/db/sql'
import { type App, todayOf } from '../../lib/env'
import { whitelistVersion } from '../app-rules/effective-rule'
import { appStatuses, usedAppsSql } from '../app-rules/queries'
import { readEarned } from '../app-rules/unlock-condition'
import { clientIdOf, newUseCountSql, readUsage, reportUses } from './queries'
import { ReportedJson, UsageBody, UsageJson, UsageQuery, validateEvents } from './schema'

const tag = 'Apps'

/** ETag version: changes with reports, rules and the person's date. */
const versioned = versionedBy((c) => {
  const { head } = c.var
  const { preferences } = c.var.user
  const today = todayOf(c)
  return `${head.usage_seq}.${whitelistVersion(head, readEarned(head, preferences, today))}.${today}`
})

/** `/api/v1/usage`: time per app, as clients report it. */
export const usageApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'Read app usage',
      description:
        'By date, then package name; days without usage have no item. Overlapping uses add up. `from` ' +
        'and `to` are inclusive, by the person’s days at the time of the report.',
      tag,
      versioned: true,
      answers: { schema: UsageJson },
    }),
    query(UsageQuery),
    versioned,
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const { from, to } = rangeOrLast30Days(c.req.valid('query'), todayOf(c))
      const [found, statuses] = await Promise.all([
        readUsage(DB, user.id, from, to),
        appStatuses(DB, user, usedAppsSql(user.id, from), c.var.head),
      ])
      const items = found.map((use) => ({
        ...use,
        is_whitelisted: statuses.get(use.package_name)?.effective.is_whitelisted ?? false,
      }))
      return c.json({ items })
    },
  )

  .post(
    '/',
    describeOperation({
      summary: 'Report app usage',
      description:
        'In any order, late, and as often as needed: a repeated id is ignored. Invalid events are rejected and the others ' +
        'accepted. An event is invalid if it ends before it starts, lasts over 24 hours, ends more than 5 ' +
        'minutes from now, or ended over 400 days ago. All accepted events count; those whose ids begin with their ' +
        'start in UTC (`20261128T093000Z-7c11`) are drawn on the page of the day, too. Needs a token with the scope `usage` or `write`; at most 1,000 ' +
        'requests a minute.',
      tag,
      body: true,
      once: true,
      answers: { schema: ReportedJson },
    }),
    body(UsageBody),
    once(),
    async (c) => {
      const { events } = c.req.valid('json')
      const now = Date.now()
      const { uses, rejected } = validateEvents(events, now)
      const { id, preferences } = c.var.user
      const report = { clientId: clientIdOf(c.var.access), uses, zone: preferences }
      if (uses.length === 0) return c.json({ accepted: 0, duplicates: events.length - rejected.length, rejected })
      const newUses = newUseCountSql(
        id,
        uses.map((use) => use.id),
      )
      // The cast is needed because D1 binds numbers as REAL.
      const answer = part`json_object('accepted', ${newUses},
        'duplicates', CAST(${events.length - rejected.length} AS INTEGER) - ${newUses}, 'rejected', json(${JSON.stringify(rejected)}))`
      const accepted = await reportUses(c.env.DB, id, report, now, c.var.claimWith(clientIdOf(c.var.access), answer))
      if (c.var.head.limits && preferences.reminders.app_limit?.by !== undefined) checkReminders(c.env.DB, id)
      return c.json({ accepted, duplicates: events.length - rejected.length - accepted, rejected })
    },
  )
