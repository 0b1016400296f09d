import { csv } from '../../lib/files/csv'
import { type Amount, amountText, readRate } from '../../lib/money'
import type { Division } from './build'
import type { DocumentEntry, DocumentGroup, ReportDocument } from './document'

/**
 * A line of a table: an entry, or an innermost group if entries are not shown. Times are seconds, amounts are decimal
 * text.
 */
export type ReportTableRow = {
  /** Names of its groups; for a day, its date. */
  names: Name[]
  date: string | null
  title: string | null
  notes: string | null
  seconds: number
  rounded_seconds: number | null
  rate: string | null
  currency: string | null
  amount: string | null
}

type Name = Pick<DocumentGroup, 'label' | 'date'>

type Figures = { rates: string[]; amounts: Amount[] }

/** Currencies are never added: the first is on the line itself, each further one on its own line without time. */
const linesOf = (
  row: Omit<ReportTableRow, 'rate' | 'currency' | 'amount'>,
  { rates, amounts }: Figures,
): ReportTableRow[] => {
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

const entryLines = (names: Name[], { date, title, notes, seconds, rounded_seconds, amount, rate }: DocumentEntry) =>
  linesOf(
    { names, date, title, notes, seconds, rounded_seconds },
    { rates: rate ? [rate] : [], amounts: amount ? [amount] : [] },
  )

/** Lines of a group or of a whole report. @param names names of the groups above */
const linesIn = (names: Name[], part: Omit<DocumentGroup, 'label' | 'date'>): ReportTableRow[] => {
  if (part.groups.length > 0) return part.groups.flatMap((one) => linesIn([...names, one], one))
  if (part.entries.length > 0) return part.entries.flatMap((entry) => entryLines(names, entry))
  const { total_seconds: seconds, rounded_seconds } = part
  return linesOf({ names, date: null, title: null, notes: null, seconds, rounded_seconds }, part)
}

export const tableRows = (document: ReportDocument): ReportTableRow[] =>
  document.divisions.length > 0 && document.groups.length === 0 ? [] : linesIn([], document)

export const columnNames = (divisions: Division[], hasEntries: boolean) => [
  ...divisions,
  ...(hasEntries ? ['date', 'title', 'notes'] : []),
  ...['seconds', 'rounded_seconds', 'hours', 'rate', 'currency', 'amount'],
]

/** Rounded hours, with enough decimals that thirds of an hour still add up. */
export const hoursOf = ({ rounded_seconds: seconds }: Pick<ReportTableRow, 'rounded_seconds'>) =>
  seconds === null ? null : Number((seconds / 3600).toFixed(8))

/** True if a report lists single entries. */
export const listsEntries = ({ groups, entries }: Pick<ReportDocument, 'groups' | 'entries'>): boolean =>
  entries.length > 0 || groups.some((group) => listsEntries(group))

export const reportCsv = (document: ReportDocument) => {
  const hasEntries = listsEntries(document)
  return csv(
    columnNames(document.divisions, hasEntries),
    tableRows(document).map(({ names, date, title, notes, ...row }) =>
      [
        ...names.map(({ label }) => label),
        ...(hasEntries ? [date, title, notes] : []),
        ...[row.seconds, row.rounded_seconds, hoursOf(row), row.rate, row.currency, row.amount],
      ].map((value) => value ?? ''),
    ),
  )
}
