import { reportOfPath } from '../../../views/ui/links'
import { wholeMonth } from '../../ledger/range'
import { monthName, monthNames, padded } from '../../lib/text/format'
import { addMonths, monthOf } from '../../lib/time/days'
import { type PaletteOption, rowOption } from './options'
import type { NamedRow } from './queries'

/** A request for reports: the name of a client or project, and months. */
type Asked = { name: string; months: string[] }

const asking = new RegExp(`(?<!\\S)(?:reports?|(last|this) month|(${monthNames.join('|')}))(?!\\S)`, 'gi')

const lastAndThis = (today: string) => [addMonths(monthOf(today), -1), monthOf(today)]

/** The latest past or current month of that name. */
const latestNamed = (name: string, today: string) => {
  const number = padded(monthNames.findIndex((one) => one.toLowerCase() === name.toLowerCase()) + 1)
  const year = Number(today.slice(0, 4))
  const month = `${year}-${number}`
  return month <= monthOf(today) ? month : `${year - 1}-${number}`
}

/** Reads `harbour october`, `report harbour` or `harbour last month`. Undefined if the text asks for no report. */
export const parseReportQuery = (text: string, today: string): Asked | undefined => {
  const [last = '', present = ''] = lastAndThis(today)
  const found = [...text.matchAll(asking)]
  const name = text.replaceAll(asking, ' ').replaceAll(/\s+/g, ' ').trim()
  if (found.length === 0 || name === '' || /[@#!%^:]/.test(name)) return undefined
  const months = found.flatMap(([, which, named]) =>
    which ? [which.toLowerCase() === 'last' ? last : present] : named ? [latestNamed(named, today)] : [],
  )
  return { name, months: months.length > 0 ? [...new Set(months)] : [last, present] }
}

const pathOf = (subject: string, month: string, today: string) => {
  const [last, present] = lastAndThis(today)
  if (month === last) return reportOfPath(subject, 'last-month')
  return month === present ? reportOfPath(subject, 'this-month') : reportOfPath(subject, wholeMonth(month))
}

const best = (rows: NamedRow[]) =>
  rows.filter(({ kind, is_over }) => (kind === 'organization' || kind === 'project') && is_over !== 1).slice(0, 1)

/**
 * Reports of last month and this month for the best matching client or project. If only the text without its report
 * words matches a name, lists those reports first.
 */
export const reportsOf = (rows: NamedRow[], text: string, today: string, asked?: Asked & { rows: NamedRow[] }) => {
  const options = (row: NamedRow, typed: string, months: string[], rankOf: (rank: number) => number) =>
    months.map((month): PaletteOption => {
      const { title, rank } = rowOption(row, typed, today)
      return {
        icon: 'evidence',
        title: [{ text: 'Report: ', marked: false }, ...title],
        detail: monthName(month, today),
        does: { href: pathOf(`${row.kind}:${row.id}`, month, today) },
        rank: rankOf(rank),
      }
    })
  const named = best(rows)
  return named.length === 0 && asked
    ? best(asked.rows).flatMap((row) => options(row, asked.name, asked.months, () => -1))
    : // Behind the page of what it is of.
      named.flatMap((row) => options(row, text, lastAndThis(today), (rank) => rank + 1))
}
