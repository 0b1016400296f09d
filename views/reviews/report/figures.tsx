import { type Amount, amountText, money, readRate } from '../../../functions/lib/money'
import { duration, plural } from '../../../functions/lib/text/format'
import type { Rounding } from '../../../functions/reviews/report/build'
import type { DocumentEntry } from '../../../functions/reviews/report/document'

/** Rounding steps of a report. */
export type RoundingSteps = Pick<Rounding, 'mode' | 'minutes'>

/** True if each step is a short decimal of an hour. */
export const isDecimal = ({ mode, minutes }: RoundingSteps) => mode !== 'none' && minutes % 3 === 0

/** Formats hours, in one notation per report: `20.25`, ready to multiply, or `20h 17m` if decimals would be long. */
export const hoursText = (seconds: number, rounding: RoundingSteps) =>
  isDecimal(rounding) ? (seconds / 3600).toFixed(2) : duration(seconds)

/** `hoursText` for use in a sentence: `20.25 h`. */
export const hoursWords = (seconds: number, rounding: RoundingSteps) =>
  `${hoursText(seconds, rounding)}${isDecimal(rounding) ? ' h' : ''}`

/** Head of a column, with the unit if hours are decimal: `Tracked, h`. */
export const hoursHead = (name: string, rounding: RoundingSteps) => (isDecimal(rounding) ? `${name}, h` : name)

/** Formats amounts: `1,255.50` if the table has a single currency, else `€1,255.50`; a dash without amounts. */
export const amountsText = (amounts: Amount[], only: string | null) => {
  if (amounts.length === 0) return '–'
  return amounts
    .map(({ amount, currency }) => (currency === only ? plainMoney(amount, currency) : money(amount, currency)))
    .join(' + ')
}

/** Figures of an entry. If sums are rounded, its rounded time is not shown. */
export const entryFigures = (
  { rounded_seconds, amount }: Pick<DocumentEntry, 'rounded_seconds' | 'amount'>,
  { mode, per }: Rounding,
  only: string | null,
) => ({
  rounded_seconds: per === 'sum' && mode !== 'none' ? null : rounded_seconds,
  amount: per === 'entry' && amount ? amountsText([amount], only) : '',
})

const plainMoney = (amount: number, currency: string) =>
  new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: amountText(amount, currency).split('.')[1]?.length ?? 0,
  }).format(amountText(amount, currency) as `${number}`)

/** Formats rates: `62.00`, or `62.00–80.00` for several in one currency; empty for several currencies. */
export const rateText = (rates: string[], only: string | null) => {
  const read = rates.map(readRate)
  const [first] = read
  if (!first || read.some(({ currency }) => currency !== first.currency)) return ''
  const hourly = read.map(({ hourly_rate }) => hourly_rate)
  return [...new Set([Math.min(...hourly), Math.max(...hourly)])]
    .map((amount) => amountsText([{ amount, currency: first.currency }], only))
    .join('–')
}

/** The currency of all amounts; null if there is no amount or more than one currency. */
export const onlyCurrency = (amounts: Amount[]) => (amounts.length === 1 ? (amounts[0]?.currency ?? null) : null)

const ways = { up: 'up to', nearest: 'to the nearest', down: 'down to', none: '' }

/** Describes the rounding of a report. */
export const roundingText = ({ mode, minutes, per }: Rounding, isBilled: boolean) => {
  if (mode === 'none')
    return isBilled ? 'Times are as tracked, the amount of each sum is rounded once' : 'Times are as tracked'
  const steps =
    mode === 'nearest' ? plural(minutes, 'minute') : `whole ${minutes === 1 ? 'minutes' : `${minutes} minutes`}`
  return `${per === 'entry' ? 'Each entry' : 'Each sum'} is rounded ${ways[mode]} ${steps}`
}

type Added = { added_seconds: number; lost: number; rounding: Rounding }

/** Describes how much time rounding added; empty if it changed nothing. */
export const addedText = ({ added_seconds, lost, rounding }: Added) => {
  if (rounding.mode === 'none') return ''
  const changed =
    added_seconds >= 0 ? `adds ${hoursWords(added_seconds, rounding)}` : `takes ${hoursWords(-added_seconds, rounding)}`
  const gone =
    lost > 0
      ? `, and ${plural(lost, rounding.per === 'entry' ? 'entry becomes' : 'sum becomes', rounding.per === 'entry' ? 'entries become' : 'sums become')} nothing`
      : ''
  return `which ${changed}${gone}`
}
