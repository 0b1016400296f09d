import { z } from 'zod'
import { firstYear, isDate, lastYear } from '../days'

/** An instant in a response: ISO 8601 in UTC with milliseconds. */
export const Instant = z.string().meta({ format: 'date-time', example: '2026-03-08T09:30:00.000Z' })

/** A local date in a response. */
export const LocalDate = z.string().meta({ format: 'date', example: '2026-11-21' })

/** @param instant epoch ms */
export const iso = (instant: number) => new Date(instant).toISOString()

export const isoOrNull = (instant: number | null) => (instant === null ? null : iso(instant))

const instantMessage = 'Enter an instant in ISO 8601 with its offset, such as 2026-03-08T09:30:00.000Z'

const noInstant = `Enter an instant from ${firstYear} to ${lastYear}`

/** Reads an instant with any offset as epoch ms. */
export const instantInput = z
  .string(instantMessage)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/, {
    error: instantMessage,
    abort: true,
  })
  .refine((text) => isDate(text.slice(0, 10)) && Number.isFinite(Date.parse(text)), noInstant)
  .transform((text) => Date.parse(text))
  .meta({ format: 'date-time', example: '2026-03-08T09:30:00.000Z' })

const noDate = `Enter a date that exists, from ${firstYear} to ${lastYear}`

export const dateInput = z
  .string('Enter a date, such as 2026-03-08')
  .regex(/^\d{4}-\d\d-\d\d$/, { error: 'Enter a date, such as 2026-03-08', abort: true })
  .refine(isDate, noDate)
  .meta({ format: 'date', example: '2026-03-08' })

export const idInput = z
  .string('Enter the id as text')
  .min(1, 'Enter an id')
  .max(100, 'An id has at most 100 characters')

export const seqInput = z
  .int('Enter the version as a whole number')
  .optional()
  .meta({ description: 'The version you read: 409 if it has changed since. Without it the last edit wins.' })

/** Members of the JSON of a row that has a version. */
export const rowMembers = {
  seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
  created_at: Instant,
  updated_at: Instant,
}

const isInstant = /(^|_)at$/

/** The JSON of a row: the members of its schema, instants as ISO 8601. */
export const jsonOf = <Shape extends z.ZodRawShape>(
  { shape }: z.ZodObject<Shape>,
  row: Record<keyof Shape, unknown>,
): z.input<z.ZodObject<Shape>> => {
  const members = Object.keys(shape).map((name) => {
    const value: unknown = row[name]
    return [name, typeof value === 'number' && isInstant.test(name) ? iso(value) : value]
  })
  return Object.fromEntries(members)
}

/** Describes the length of a text. Zod cannot derive it where the text is cleaned first. */
export const withLength = <S extends z.ZodType>(schema: S, length: { minLength?: number; maxLength: number }) =>
  schema.meta({ ...schema.meta(), ...length })

/** A parameter that is `true` or `false`, false unless it is given. */
export const flag = (description: string) =>
  z
    .enum(['true', 'false'], 'Choose true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description })
