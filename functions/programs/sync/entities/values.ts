import { z } from 'zod'
import { idPattern } from '../../../learning/plans/markdown/front-matter'
import { dayOf, firstYear, isDate, lastYear, type Zone } from '../../../lib/time/days'

const first = Date.UTC(firstYear, 0, 1)
const last = Date.UTC(lastYear + 1, 0, 1) - 1

const noInstant = `Enter an instant from ${firstYear} to ${lastYear}: epoch milliseconds, seconds or RFC 3339`

/** Smaller numbers are seconds, not milliseconds. */
const leastMilliseconds = 1e11

/** Parses RFC 3339, or SQLite's CURRENT_TIMESTAMP, which is UTC, to epoch ms. */
const textInstant = (text: string) => {
  const [, date, time, fraction = '', offset] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/i.exec(text) ?? []
  if (date === undefined || !isDate(date) || (offset === undefined && text[10] !== ' ')) return Number.NaN
  return Date.parse(`${date}T${time}${fraction}${offset?.toUpperCase() ?? 'Z'}`)
}

const milliseconds = (value: number | string) => {
  if (typeof value === 'string') return textInstant(value)
  return Math.floor(value < leastMilliseconds ? value * 1000 : value)
}

/** Schema of an instant as milliseconds, seconds (below 10^11), or RFC 3339; converted to epoch ms. */
export const instantSchema = z
  .union([z.number(), z.string().max(40)], noInstant)
  .transform(milliseconds)
  .refine((value) => value >= first && value <= last, noInstant)

const noDate = 'Enter a date, such as 2026-03-08'

/** Schema of a local date. An instant is converted to its date in the person's zone. */
export const localDateSchema = (zone: Zone) =>
  z.union([z.string(noDate).refine(isDate, noDate), instantSchema.transform((value) => dayOf(value, zone))])

const jsonList = (text: string): unknown => {
  if (!text.startsWith('[')) return text === '' ? [] : text.split(',').map((one) => one.trim())
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Schema of a list; also as JSON text or separated by commas, as in a tracker's tables. */
export const listSchema = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (typeof value === 'string' ? jsonList(value) : (value ?? [])), schema)

export const planId = z
  .string('Enter the id as text')
  .regex(idPattern, 'The id of a plan has 1 to 100 letters, digits and . _ -')

/** Schema of an id or null. Trackers send an empty text for null. */
export const optionalId = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullable())

/** Message of the first issue, with its member. */
export const issueReason = ({ issues: [issue] }: z.ZodError, member = '') => {
  const path = [member, ...(issue?.path ?? []).map(String)].filter(Boolean).join('.')
  return [path, issue?.message ?? 'invalid'].filter(Boolean).join(': ')
}
