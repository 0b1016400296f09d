import { Hono } from 'hono'
import { relativeRange } from '../../ledger/range'
import { resolveSubject } from '../../ledger/resolve-subject'
import { describeOperation } from '../../lib/api/describe'
import { query } from '../../lib/api/request'
import { versioned } from '../../lib/api/version'
import { type App, todayOf } from '../../lib/env'
import { type Amount, amountText, readRate } from '../../lib/money'
import { addressText } from '../../lib/text/text'
import type { EntrySum, ReportSum } from './build'
import { type NamedGroup, readReport } from './read'
import { ReportApiQuery, ReportJson } from './schema'

const amountJson = ({ currency, amount }: Amount) => ({ currency, amount: amountText(amount, currency) })

const sumsJson = ({ total_seconds, rounded_seconds, amounts }: ReportSum) => ({
  total_seconds,
  rounded_seconds,
  amounts: amounts.map(amountJson),
})

const entryJson = ({ session_id, date, title, notes, seconds, rounded_seconds, billable, rate }: EntrySum) => {
  const { hourly_rate, currency } = rate === null ? { hourly_rate: 0, currency: null } : readRate(rate)
  return {
    session_id,
    date,
    title,
    notes,
    seconds,
    rounded_seconds,
    billable,
    currency,
    hourly_rate: currency && amountText(hourly_rate, currency),
  }
}

const innermostJson = ({ key, label, entries, ...sums }: NamedGroup, hasEntries: boolean) => ({
  key,
  label,
  ...sumsJson(sums),
  ...(hasEntries && { entries: entries.map(entryJson) }),
})

/** `/api/v1/report` */
export const reportApi = new Hono<App>().get(
  '/',
  describeOperation({
    summary: 'Add up hours and amounts by groups',
    description:
      'Groups add up to the total, to the second and the smallest currency unit. Amounts in several currencies are listed side by side.',
    tag: 'Statistics',
    versioned: true,
    answers: { schema: ReportJson },
  }),
  query(ReportApiQuery),
  versioned,
  async (c) => {
    const { id, preferences } = c.var.user
    const today = todayOf(c)
    const { range: dates, name, ...options } = c.req.valid('query')
    const range = (!name && dates) || relativeRange(name ?? 'this-month', today, preferences.week_start)
    const filter = await resolveSubject(c.env.DB, id, options.subject, c.var.orgTime)
    if (!filter) return c.notFound()
    const person = { weekStart: preferences.week_start, today }
    const { groups, entries, lost, ...sums } = await readReport(c.env.DB, id, filter, { ...options, range }, person)
    const hasEntries = options.withSessions
    return c.json({
      ...range,
      subject: addressText(options.subject),
      ...sumsJson({ ...sums, lost }),
      lost,
      groups: groups.map((group) => ({
        ...innermostJson(group, hasEntries && group.groups.length === 0),
        groups: group.groups.map((one) => innermostJson(one, hasEntries)),
      })),
      ...(hasEntries && groups.length === 0 && { entries: entries.map(entryJson) }),
    })
  },
)
