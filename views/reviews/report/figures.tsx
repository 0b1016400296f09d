import { type Amount, amountText, money, readRate } from '../../../functions/lib/money'
import { duration, plural } from '../../../functions/lib/text/format'
import type { Rounding } from '../../../functions/reviews/report/build'
import type { DocumentEntry } from '../../../functions/reviews/report/document'

/** The steps that a report rounds to. */
export type Steps = Pick<Rounding, 'mode' | 'minutes'>

/** True where whole steps are short decimals of an hour. */
export const isDecimal = ({ mode, minutes }: Steps) => mode !== 'none' && minutes % 3 === 0

/** All hours of a report have one notation: `20.25`, as one multiplies them, or `20h 17m` without a short decimal. */
export const hoursText = (seconds: number, rounding: Steps) =>
  isDecimal(rounding) ? (seconds / 3600).toFixed(2) : duration(seconds)

/** `hoursText` within a sentence: `20.25 h`. */
export const hoursWords = (seconds: number, rounding: Steps) =>
  `${hoursText(seconds, rounding)}${isDecimal(rounding) ? ' h' : ''}`

/** Unit in the head of a column: `Tracked, h` of decimals. */
export const hoursHead = (name: string, rounding: Steps) => (isDecimal(rounding) ? `${name}, h` : name)

/** `1,255.50` of the one currency of a table, `€1,255.50` among several; a dash without any. */
export const amountsText = (amounts: Amount[], only: string | null) => {
  if (amounts.length === 0) return '–'
  return amounts
    .map(({ amount, currency }) => (currency === only ? plainMoney(amount, currency) : money(amount, currency)))
    .join(' + ')
}

/** The figures of an entry. Where sums are rounded, its share of them is not shown. */
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

/** `62.00`, or `62.00–80.00` of several rates in one currency; several currencies have no words. */
export const rateText = (rates: string[], only: string | null) => {
  const read = rates.map(readRate)
  const [first] = read
  if (!first || read.some(({ currency }) => currency !== first.currency)) return ''
  const hourly = read.map(({ hourly_rate }) => hourly_rate)
  return [...new Set([Math.min(...hourly), Math.max(...hourly)])]
    .map((amount) => amountsText([{ amount, currency: first.currency }], only))
    .join('–')
}

/** The currency of all amounts; null with none or several. */
export const onlyCurrency = (amounts: Amount[]) => (amounts.length === 1 ? (amounts[0]?.currency ?? null) : null)

const ways = { up: 'up to', nearest: 'to the nearest', down: 'down to', none: '' }

/** How a report rounds, in words. */
export const roundingText = ({ mode, minutes, per }: Rounding, isBilled: boolean) => {
  if (mode === 'none')
    return isBilled ? 'Times are as tracked, the amount of each sum is rounded once' : 'Times are as tracked'
  const steps =
    mode === 'nearest' ? plural(minutes, 'minute') : `whole ${minutes === 1 ? 'minutes' : `${minutes} minutes`}`
  return `${per === 'entry' ? 'Each entry' : 'Each sum'} is rounded ${ways[mode]} ${steps}`
}

type Added = { added_seconds: number; lost: number; rounding: Rounding }

/** Says how much rounding added, in words; empty where it changed nothing. */
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
