import { z } from 'zod'
import { seqInput } from '../api/values'
import { constant, textsColumn } from '../db/sql'
import { allowDateWords } from '../http/date-fields'
import { TagList, Tags } from '../tags'
import { grouped } from '../text/format'
import { cleanLine, cleanText, directionMarkError, hasNoDirectionMark, tagText } from '../text/text'
import { isDate } from '../time/days'
import { noDate } from '../time/typed-date'
import { parseTime, secondsOf } from '../time/typed-time'
import { type FilingField, filingFilters, filingNames, filingTables } from './filing'

const version = (what: string, pattern: RegExp) => {
  const message = `Open the ${what} again: this form is incomplete`
  return z.string(message).regex(pattern, message)
}

/** Version (`seq`) of the row in a submitted form. @param what names the row in the message */
export const seenVersion = (what: string) => version(what, /^\d{1,15}$/).transform(Number)

/** Like `seenVersion`, for a row that may not have existed; null if the text is empty. */
export const seenVersionOrNone = (what: string) =>
  version(what, /^\d{0,15}$/).transform((text) => (text === '' ? null : Number(text)))

/** Columns of every resource's rows. */
export const rowColumns = {
  id: z.string(),
  seq: z.int(),
  /** Epoch ms. */
  created_at: z.int(),
  updated_at: z.int(),
}

/** A key of `names`. */
export const choiceOf = <Choice extends string>(names: Record<Choice, string>, message: string) =>
  z.enum(Object.keys(names) as [Choice, ...Choice[]], message)

/** Column with tags as JSON, converted to text by `tagText`. */
export const tagsColumn = textsColumn.transform(tagText)

/**
 * Messages of a text field. `none`: the value is not a text. The text is too long: `subject` is the start of the
 * message, such as `A name has`; `long` the whole message.
 */
export type TextMessages = { none: string; subject?: string; long?: string }

const upTo = (limit: number, { subject, long }: TextMessages) =>
  z.string().max(limit, long ?? `${subject ? `${subject} at` : 'At'} most ${grouped(limit)} characters`)

/** Cleaned text of one line, in a form and in a JSON body. `limit` is in characters, see `countCharacters`. */
export const lineMember = (limit: number, messages: TextMessages) =>
  z.string(messages.none).transform(cleanLine).pipe(upTo(limit, messages)).meta({ maxLength: limit })

const required = (clean: (typed: string) => string) => (limit: number, messages: TextMessages) =>
  z
    .string(messages.none)
    .transform(clean)
    .pipe(upTo(limit, messages).min(1, messages.none))
    .meta({ minLength: 1, maxLength: limit })

/** Like `lineMember`, but not empty. */
export const requiredLine = required(cleanLine)

/** Like `textMember`, but not empty. */
export const requiredText = required(cleanText)

/** Cleaned text of several lines. `limit` is in characters. */
export const textMember = (limit: number, messages: TextMessages) =>
  z.string(messages.none).transform(cleanText).pipe(upTo(limit, messages)).meta({ maxLength: limit })

/** `requiredLine` for a name. Refuses invisible characters that change the direction of text. */
export const requiredName = (limit: number, messages: TextMessages) =>
  z
    .string(messages.none)
    .transform(cleanLine)
    .pipe(upTo(limit, messages).min(1, messages.none).refine(hasNoDirectionMark, directionMarkError))
    .meta({ minLength: 1, maxLength: limit })

export const nameMember = (limit: number) => requiredName(limit, { none: 'Enter a name', subject: 'A name has' })

export const titleMember = (limit: number) => requiredLine(limit, { none: 'Enter a title', subject: 'A title has' })

export const notesMember = (limit: number) =>
  textMember(limit, { none: 'Enter the notes as text', subject: 'Notes have' })

const noNumber = 'Enter a number such as 20'

/** Number in a form, null if empty. */
export const numberOrNone = z
  .string(noNumber)
  .trim()
  .refine((text) => text === '' || /^-?\d{1,9}([.,]\d{1,9})?$/.test(text), noNumber)
  .transform((text) => (text === '' ? null : Number(text.replace(',', '.'))))

/** Local date in a form, null if empty. @param message error for a date that does not exist */
export const dateOrNone = (message: string, isPast?: boolean) =>
  allowDateWords(
    z
      .string(message)
      .trim()
      .refine((text) => text === '' || isDate(text), message)
      .transform((text) => text || null),
    isPast,
  )

const noTime = 'Enter a time such as 9:30 or 2pm'

/** Time in a form, in any notation, converted to `HH:MM`; null if empty. */
export const timeOrNone = z
  .string(noTime)
  .trim()
  .refine((text) => text === '' || parseTime(text) !== null, noTime)
  .transform((text) => parseTime(text)?.slice(0, 5) ?? null)

const noTimeOfDay = 'Enter a time such as 09:30'

/** Time in a JSON body, or null. */
export const timeInput = z
  .string(noTimeOfDay)
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, noTimeOfDay)
  .pipe(timeOrNone)
  .nullable()
  .meta({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '09:30' })

/**
 * Whole minutes of a duration in a form, null if empty. A comma before three digits separates thousands.
 * @param unit default unit
 * @param none error for other text
 * @param range error for a duration outside `min` to `max`
 */
export const durationMember = (
  { min, max, unit = 'm' }: { min: number; max: number; unit?: 'h' | 'm' },
  none: string,
  range: string,
) =>
  z
    .string(none)
    .trim()
    .max(40, none)
    .transform((text, { addIssue }) => {
      if (text === '') return null
      const seconds = secondsOf(text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '').replace(/^\d+$/, `$&${unit}`))
      const minutes = Math.round((seconds ?? Number.NaN) / 60)
      if (minutes >= min && minutes <= max) return minutes
      addIssue(Number.isNaN(minutes) ? none : range)
      return z.NEVER
    })

/** Local date in a form, with a separate error for an empty field. */
export const requiredDate = allowDateWords(
  z
    .string('Enter a date')
    .trim()
    .refine(isDate, {
      abort: true,
      error: ({ input }) =>
        input === '' ? 'Enter a date' : 'Enter a date that exists, such as 2026-03-08, from 1970 to 2199',
    }),
)

/** Local date in a form. */
export const dateMember = (isPast?: boolean) => allowDateWords(z.string(noDate).refine(isDate, noDate), isPast)

/** Tags in a form (`tagsMember`) and in a JSON body (`tagsInput`), converted to the text of `tagsColumn`. */
export const tagsMember = Tags.transform(tagText)
export const tagsInput = TagList.transform(tagText)

type Bodies<Fields, New, Edit> = {
  /** Name of the schema in the OpenAPI document. */
  id: string
  fields: Fields
  /** Members only in the body of a new row, and members only in an edit. */
  ofNew?: New
  ofEdit?: Edit
  examples: { create: object; patch: object }
}

/** Bodies that add and edit a row. In an edit all members are optional: missing ones keep their value. */
export const bodiesOf = <
  Fields extends z.core.$ZodShape,
  New extends z.core.$ZodShape = Record<never, never>,
  Edit extends z.core.$ZodShape = Record<never, never>,
>({
  id,
  fields,
  ofNew,
  ofEdit,
  examples,
}: Bodies<Fields, New, Edit>) => ({
  create: z.strictObject({ ...fields, ...(ofNew as NoInfer<New>) }).meta({ id: `New${id}`, example: examples.create }),
  patch: z
    .strictObject({ ...fields, ...(ofEdit as NoInfer<Edit>) })
    .partial()
    .extend({ seq: seqInput })
    .meta({ id: `${id}Patch`, example: examples.patch }),
})

/** SQL of a name: `goals.title AS goal_title`. */
const selectedName = (field: FilingField) => {
  const name = filingNames[field]
  return `${filingTables[field]}.${name.slice(name.indexOf('_') + 1)} AS ${name}`
}

const joined = (table: string, field: FilingField) => {
  const of = filingTables[field]
  return `LEFT JOIN ${of} ON ${of}.user_id = ${table}.user_id AND ${of}.id = ${table}.${field} AND ${of}.deleted_at IS NULL`
}

/** Schemas and SQL for a table whose rows are filed under other rows. */
export const filingSchemas = (table: string, fields: FilingField[]) => ({
  /** Ids in a row. */
  columns: Object.fromEntries(fields.map((field) => [field, z.string().nullable()])),
  /** Names in a listed row; null if there is no such row or it is deleted. */
  names: Object.fromEntries(fields.map((field) => [filingNames[field], z.string().nullable()])),
  /** Query parameters of a list in the API. */
  filters: Object.fromEntries([...fields, 'org' as const].map((name) => [name, filingFilters[name]])),
  /** SQL of `names`, from the tables that `withNames` joins. */
  selectedNames: constant(fields.map(selectedName).join(', ')),
  withNames: constant(fields.map((field) => joined(table, field)).join('\n      ')),
})
