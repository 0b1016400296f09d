import { z } from 'zod'
import { rowIdPattern } from '../../../lib/http/path-to'
import { isCurrency } from '../../../lib/money'
import { removeDirectionMarks } from '../../../lib/text/text'
import { isDate, isTimeZone } from '../../../lib/time/days'

/** Schemas of values in a document. Each converts to the stored value. Messages continue the path of the value. */

const lineLimit = 2_000
const textLimit = 200_000
const listLimit = 1_000

/** Text without NUL, because SQLite would truncate it there. */
const stored = (limit: number) =>
  z
    .string('should be a text')
    .max(limit, `has more than ${limit} characters`)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'has characters that can’t be stored')

export const id = z.string('should be a text').regex(rowIdPattern, 'should be 1 to 100 letters, digits and . _ : -')
export const line = stored(lineLimit)
export const name = line.min(1, 'should not be empty')
/** Removes bidirectional marks, which names may not contain, instead of refusing the row. */
const unmarked = (text: string) => removeDirectionMarks(text) || text
const properName = name.transform(unmarked)
export const text = stored(textLimit)
export const content = stored(1024 * 1024)

export const maybe = <S extends z.ZodType>(schema: S) => schema.nullable().default(null as z.output<S> | null as never)

export const oneOf = <const Values extends string[]>(...values: Values) =>
  z.enum(values, `should be ${values.join(' or ')}`)

export const int = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) =>
  z.int('should be a whole number').min(min, `should be at least ${min}`).max(max, `should be at most ${max}`)

export const real = z.number('should be a number')
export const bit = int(0, 1)

/** ISO 8601, converted to epoch ms. */
export const instant = z
  .string('should be an instant')
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/, {
    error: 'should be an instant such as 2026-03-08T09:30:00.000Z',
    abort: true,
  })
  .transform((value) => Date.parse(value))
  .refine(Number.isFinite, 'should be an instant that exists')

/** True for dates just outside the allowed years. Time zones can shift the first and last instants to such dates. */
const bordersYears = (value: string) => /^(1969-12-(2[2-9]|3[01])|2200-01-0[1-9])$/.test(value)

export const date = z
  .string('should be a date')
  .refine((value) => isDate(value) || bordersYears(value), 'should be a date such as 2026-03-08')
export const currency = line.refine(isCurrency, 'should be a currency such as EUR')
const zone = stored(100).refine(isTimeZone, 'should be a time zone')

const json = <S extends z.ZodType>(schema: S) => schema.transform((value) => JSON.stringify(value))

const distinct = <T>(values: T[]) => new Set(values).size === values.length

const list = (limit: number) => z.array(name, 'should be a list of texts').max(limit, `has more than ${limit} entries`)

/** Accepts a list, or a JSON string of a list. */
const maybeQuoted = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value, { issues }) => {
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      issues.push({ code: 'custom', message: 'should be a list', input: value })
      return z.NEVER
    }
  }, schema)

/** List of distinct strings. */
export const texts = json(maybeQuoted(list(listLimit).refine(distinct, 'has an entry twice')))
const tags = json(maybeQuoted(list(listLimit).transform((all) => [...new Set(all.map(unmarked))])))
export const longTexts = json(maybeQuoted(list(20 * listLimit).refine(distinct, 'has an entry twice')))
export const strings = json(list(listLimit))
export const anyJson = json(z.json())

const isJson = (value: string) => {
  try {
    return JSON.parse(value) !== undefined
  } catch {
    return false
  }
}

/** A filter (lib/filter.ts): one subject of the ledger, or JSON of several. */
export const filter = text.refine((value) => !/^[[{]/.test(value) || isJson(value), 'should be JSON')

/** JSON that the document contains as a string. */
export const jsonText = line.refine(isJson, 'should be JSON')

/** Object that is valid for a feature's schema, stored as unchanged JSON. */
export const jsonObject = (schema: z.ZodType) =>
  json(z.json().refine((value) => schema.safeParse(value).success, 'is not as Daymark writes it'))
/** JSON in a string that is valid for a feature's schema. */
export const jsonObjectText = (schema: z.ZodType) =>
  jsonText.refine(
    (value) => isJson(value) && schema.safeParse(JSON.parse(value)).success,
    'is not as Daymark writes it',
  )
export const objects = json(
  maybeQuoted(z.array(z.record(z.string(), z.json()), 'should be a list of objects').max(listLimit)),
)

const seconds = int(0)

/** Seconds of each local date: `[["2026-03-08", 3600]]`. Only the first date may have 0 seconds. */
export const days = json(
  z
    .array(z.tuple([date, seconds]), 'should be a list of dates with seconds')
    .max(listLimit, `has more than ${listLimit} entries`)
    .refine((all) => distinct(all.map(([day]) => day)), 'has a date twice')
    .refine((all) => all.slice(1).every(([, count]) => count > 0), 'has a date without seconds'),
)

export const hours = json(
  z
    .array(z.tuple([date, int(0, 23), seconds]), 'should be a list of dates and hours with seconds')
    .max(listLimit * 24)
    .refine((all) => distinct(all.map(([day, hour]) => `${day} ${hour}`)), 'has an hour twice'),
)

type Column = z.ZodType<string | number | null>

const columnOf = (column: string, type: z.core.$ZodType): Column => {
  if (type instanceof z.ZodNullable || type instanceof z.ZodOptional) return maybe(columnOf(column, type.unwrap()))
  if (type instanceof z.ZodEnum) return oneOf(...type.options.map(String))
  if (type instanceof z.ZodUnion) return bit
  if (type instanceof z.ZodLiteral) {
    const values = [...type.values].map(Number)
    return int(Math.min(...values), Math.max(...values))
  }
  if (type instanceof z.ZodNumber) {
    if (!type.isInt) return real
    if (column.endsWith('_at')) return instant
    return int(/_(minutes|seconds|days)$/.test(column) ? 0 : (type.minValue ?? undefined), type.maxValue ?? undefined)
  }
  if (column === 'tags') return tags
  if (type instanceof z.ZodPipe || type instanceof z.ZodArray) return texts
  if (/^(id|.*_id)$/.test(column)) return id
  if (/^(date|.*_date|.*_on)$/.test(column)) return date
  if (column === 'time_zone') return zone
  if (column === 'name') return properName
  return /^(title|package_name)$/.test(column) ? name : text
}

/**
 * Schemas for the columns of a row in a document, derived from the row's schema and column names.
 * @param others columns that the schema lacks, or whose schema differs
 * @param absent defaults of columns that a document may omit, besides nullable ones
 */
export const columnsOf = (
  { shape }: z.ZodObject,
  others: Record<string, Column> = {},
  absent: Record<string, string | number> = {},
): Record<string, Column> => {
  const derived = Object.entries(shape).map(([name, type]): [string, Column] => [
    name,
    others[name] ?? columnOf(name, type),
  ])
  const columns = Object.entries({ ...Object.fromEntries(derived), ...others })
  return Object.fromEntries(
    columns.map(([name, column]) => [name, absent[name] === undefined ? column : column.default(absent[name])]),
  )
}

const version = { seq: int(), created_at: instant, updated_at: instant, deleted_at: maybe(instant) }

/** `columnsOf` a kind, with the columns that all kinds have. */
export const columnsOfKind = (...[schema, others, absent]: Parameters<typeof columnsOf>) => {
  const { id: _, seq, created_at, updated_at, deleted_at, ...own } = columnsOf(schema, others, absent)
  return { id, ...own, ...version }
}
