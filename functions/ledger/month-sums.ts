import { addMonths, type Range } from '../lib/days'
import { part } from '../lib/sql'

/** Up to how many months are looked up one by one. Of a longer range all months that a subject has are read. */
const fewMonths = 36

/** The months of a range of months (`YYYY-MM`), in order. */
export const monthsWithin = ({ from, to }: Range) => {
  const months: string[] = []
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month)
  return months
}

/** The months of a range of months; null where they are too many to look up one by one. */
export const fewMonthsOf = (months: Range) => {
  const isFew = addMonths(months.from, fewMonths) > months.to
  return isFew ? monthsWithin(months) : null
}

const inOrder = (months: Range | null) => (!months || months.from > months.to ? [] : fewMonthsOf(months))

/**
 * Joins `total_stats` with the months that a subject has in a range of months, and names what they hold. D1 counts each
 * entry of a JSON list as a row read.
 */
export const monthSums = (months: Range | null) => {
  const few = inOrder(months)
  if (!few)
    return {
      join: part`CROSS JOIN json_each(months) ON json_each.key BETWEEN ${months?.from ?? ''} AND ${months?.to ?? ''}`,
      month: part`json_each.key`,
      seconds: part`(json_each.value ->> 0)`,
      count: part`(json_each.value ->> 1)`,
    }
  return {
    join: part`
      CROSS JOIN json_each(${JSON.stringify(few)}) ON json_type(months, '$."' || json_each.value || '"') IS NOT NULL`,
    month: part`json_each.value`,
    seconds: part`(months ->> ('$."' || json_each.value || '"[0]'))`,
    count: part`(months ->> ('$."' || json_each.value || '"[1]'))`,
  }
}
