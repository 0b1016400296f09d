import { csv } from '../../lib/files/csv'
import { type Amount, amountText, readRate } from '../../lib/money'
import type { Division } from './build'
import type { DocumentEntry, DocumentGroup, ReportDocument } from './document'

/** A line of a table: an entry, or an innermost group where entries are not shown. Seconds, and amounts as decimal text. */
export type TableRow = {
  names: string[]
  date: string | null
  title: string | null
  notes: string | null
  seconds: number
  rounded_seconds: number | null
  rate: string | null
  currency: string | null
  amount: string | null
}

type Figures = { rates: string[]; amounts: Amount[] }

/** Several currencies are never added: a line has one, and further ones follow on lines without time. */
const linesOf = (row: Omit<TableRow, 'rate' | 'currency' | 'amount'>, { rates, amounts }: Figures): TableRow[] => {
  const [first, ...others] = amounts
  const [only, ...more] = rates
  const rate = only !== undefined && more.length === 0 ? readRate(only) : null
  const money = (amount: Amount | undefined) => ({
    currency: amount?.currency ?? null,
    amount: amount ? amountText(amount.amount, amount.currency) : null,
  })
  return [
    { ...row, rate: rate && amountText(rate.hourly_rate, rate.currency), ...money(first) },
    ...others.map((amount) => ({ ...row, seconds: 0, rounded_seconds: 0, rate: null, ...money(amount) })),
  ]
}

const entryLines = (names: string[], { date, title, notes, seconds, rounded_seconds, amount, rate }: DocumentEntry) =>
  linesOf(
    { names, date, title, notes, seconds, rounded_seconds },
    { rates: rate ? [rate] : [], amounts: amount ? [amount] : [] },
  )

const groupLines = (above: string[], group: DocumentGroup): TableRow[] => {
  const names = [...above, group.label]
  if (group.groups.length > 0) return group.groups.flatMap((one) => groupLines(names, one))
  if (group.entries.length > 0) return group.entries.flatMap((entry) => entryLines(names, entry))
  const { total_seconds: seconds, rounded_seconds } = group
  return linesOf({ names, date: null, title: null, notes: null, seconds, rounded_seconds }, group)
}

export const tableRows = (document: ReportDocument): TableRow[] => [
  ...document.groups.flatMap((group) => groupLines([], group)),
  ...document.entries.flatMap((entry) => entryLines([], entry)),
]

export const columnNames = (divisions: Division[], hasEntries: boolean) => [
  ...divisions,
  ...(hasEntries ? ['date', 'title', 'notes'] : []),
  ...['seconds', 'rounded_seconds', 'hours', 'rate', 'currency', 'amount'],
]

const hours = (seconds: number | null) => (seconds === null ? null : seconds / 3600)

/** The values of a row in the order of `columnNames`; a decimal text is a number for a spreadsheet. */
export const rowValues = ({ names, date, title, notes, ...row }: TableRow, hasEntries: boolean) => [
  ...names,
  ...(hasEntries ? [date, title, notes] : []),
  ...[row.seconds, row.rounded_seconds, hours(row.rounded_seconds), row.rate, row.currency, row.amount],
]

/** True where a report lists single entries. */
export const listsEntries = ({ groups, entries }: Pick<ReportDocument, 'groups' | 'entries'>): boolean =>
  entries.length > 0 || groups.some((group) => listsEntries(group))

export const reportCsv = (document: ReportDocument) => {
  const hasEntries = listsEntries(document)
  return csv(
    columnNames(document.divisions, hasEntries),
    tableRows(document).map((row) =>
      rowValues(row, hasEntries).map((value, column, { length }) =>
        typeof value === 'number' && column === length - 4 ? value.toFixed(4) : (value ?? ''),
      ),
    ),
  )
}
