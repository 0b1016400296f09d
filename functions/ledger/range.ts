import { addDays, addMonths, daysBetween, monthEnd, monthOf, monthStart, type Range, weekOf } from '../lib/days'

/** The ranges with a name, in the order in which they are offered. */
export const presets = ['7', '30', '90', '365', 'this-month', 'last-month'] as const
export type Preset = (typeof presets)[number]

/** How many days a range has. */
export const daysIn = ({ from, to }: Range) => daysBetween(from, to) + 1

const wholeMonth = (month: string): Range => ({ from: monthStart(month), to: monthEnd(month) })

/** The dates that a named range has today. A range that today belongs to ends with it. */
export const presetRange = (preset: Preset, today: string): Range => {
  if (preset === 'this-month') return { from: monthStart(monthOf(today)), to: today }
  if (preset === 'last-month') return wholeMonth(addMonths(monthOf(today), -1))
  return { from: addDays(today, 1 - Number(preset)), to: today }
}

/** The range that a program asks for; without both its dates, the last 30 days. */
export const rangeOrLast30Days = ({ from, to }: Partial<Range>, today: string): Range =>
  from === undefined || to === undefined ? presetRange('30', today) : { from, to }

/** The named range that has these dates today, if one has. */
export const presetFor = (range: Range, today: string) =>
  presets.find((preset) => {
    const { from, to } = presetRange(preset, today)
    return from === range.from && to === range.to
  })

/** The same number of days right before a range. */
export const previousRange = (range: Range): Range => ({
  from: addDays(range.from, -daysIn(range)),
  to: addDays(range.from, -1),
})

/** The month that a range covers, whole or up to today. */
const monthCovered = ({ from, to }: Range, today: string) => {
  const month = monthOf(from)
  const end = month === monthOf(today) ? today : monthEnd(month)
  return from === monthStart(month) && to === end ? month : undefined
}

/** The week that a range covers, whole or up to today. A day by itself is none. */
const weekCovered = ({ from, to }: Range, today: string, weekStart: number) => {
  const week = weekOf(from, weekStart)
  const end = week.to > today && week.from < today ? today : week.to
  return from === week.from && to === end ? week : undefined
}

/** A range as long as this one before it; for a month or a week, up to today or not, the whole one before it. */
export const earlierRange = (range: Range, today: string, weekStart: number): Range => {
  const month = monthCovered(range, today)
  if (month) return wholeMonth(addMonths(month, -1))
  return weekCovered(range, today, weekStart) ? weekOf(addDays(range.from, -1), weekStart) : previousRange(range)
}

/** A range as long as this one after it, but not beyond today; undefined where the range reaches today. */
export const laterRange = (range: Range, today: string, weekStart: number): Range | undefined => {
  if (range.to >= today) return undefined
  const month = monthCovered(range, today)
  const next = month
    ? wholeMonth(addMonths(month, 1))
    : { from: addDays(range.to, 1), to: addDays(range.to, daysIn(range)) }
  if (next.to <= today) return next
  const begins = month || weekCovered(range, today, weekStart)
  return { from: begins ? next.from : addDays(today, 1 - daysIn(range)), to: today }
}

/** The fewest ranges with the same days: what overlaps or touches becomes one. In order of time. */
export const mergeRanges = (ranges: Range[]): Range[] => {
  const result: Range[] = []
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1)
    if (!last || range.from > addDays(last.to, 1)) result.push({ ...range })
    else if (range.to > last.to) last.to = range.to
  }
  return result
}
