import { z } from 'zod'
import { seqInput } from '../api/values'
import { constant, textsColumn } from '../db/sql'
import { inWords } from '../http/date-fields'
import { TagList, Tags } from '../tags'
import { grouped } from '../text/format'
import { cleanLine, cleanText, hasNoMark, markMessage, tagText } from '../text/text'
import { isDate } from '../time/days'
import { noDate } from '../time/typed-date'
import { parseTime, secondsOf } from '../time/typed-time'
import { type FilingField, filingFilters, filingNames, filingTables } from './filing'

const version = (what: string, pattern: RegExp) => {
  const message = `Open the ${what} again: this form is incomplete`
  return z.string(message).regex(pattern, message)
}

/** Version (`seq`) of the row that a form was rendered from; the message names it as `what`. */
export const seenVersion = (what: string) => version(what, /^\d{1,15}$/).transform(Number)

/** Version of a row that may not have been there: null where the text is empty. */
export const seenVersionOrNone = (what: string) =>
  version(what, /^\d{0,15}$/).transform((text) => (text === '' ? null : Number(text)))

/** Columns that the row of every resource has. */
export const rowColumns = {
  id: z.string(),
  seq: z.int(),
  /** Epoch ms. */
  created_at: z.int(),
  updated_at: z.int(),
}

/** One of the names' keys. */
export const choiceOf = <Choice extends string>(names: Record<Choice, string>, message: string) =>
  z.enum(Object.keys(names) as [Choice, ...Choice[]], message)

/** Column of JSON with the tags of a row, as `tagText` has them. */
export const tagsColumn = textsColumn.transform(tagText)

/**
 * Messages of a text field. `none`: for a value that is not a text. `subject`: start of the message for a text that is too
 * long: `A name has`; `long`: the whole message.
 */
export type Messages = { none: string; subject?: string; long?: string }

const upTo = (limit: number, { subject, long }: Messages) =>
  z.string().max(limit, long ?? `${subject ? `${subject} at` : 'At'} most ${grouped(limit)} characters`)

/** A text of one line, cleaned, in a form and in a JSON body. `limit` is in characters, see `countCharacters`. */
export const lineMember = (limit: number, messages: Messages) =>
  z.string(messages.none).transform(cleanLine).pipe(upTo(limit, messages)).meta({ maxLength: limit })

const required = (clean: (typed: string) => string) => (limit: number, messages: Messages) =>
  z
    .string(messages.none)
    .transform(clean)
    .pipe(upTo(limit, messages).min(1, messages.none))
    .meta({ minLength: 1, maxLength: limit })

/** `lineMember` that is not empty. */
export const requiredLine = required(cleanLine)

/** `textMember` that is not empty. */
export const requiredText = required(cleanText)

/** A text of several lines, cleaned. */
export const textMember = (limit: number, messages: Messages) =>
  z.string(messages.none).transform(cleanText).pipe(upTo(limit, messages)).meta({ maxLength: limit })

/** `requiredLine` of a name, in which no invisible character may turn the text around. */
export const requiredName = (limit: number, messages: Messages) =>
  z
    .string(messages.none)
    .transform(cleanLine)
    .pipe(upTo(limit, messages).min(1, messages.none).refine(hasNoMark, markMessage))
    .meta({ minLength: 1, maxLength: limit })

export const nameMember = (limit: number) => requiredName(limit, { none: 'Enter a name', subject: 'A name has' })

export const titleMember = (limit: number) => requiredLine(limit, { none: 'Enter a title', subject: 'A title has' })

export const notesMember = (limit: number) =>
  textMember(limit, { none: 'Enter the notes as text', subject: 'Notes have' })

const noNumber = 'Enter a number such as 20'

/** A typed number, or null if the field is empty. */
export const numberOrNone = z
  .string(noNumber)
  .trim()
  .refine((text) => text === '' || /^-?\d{1,9}([.,]\d{1,9})?$/.test(text), noNumber)
  .transform((text) => (text === '' ? null : Number(text.replace(',', '.'))))

/** A local date of a form, null where it is empty; `message` is the error for one that does not exist. */
export const dateOrNone = (message: string, isPast?: boolean) =>
  inWords(
    z
      .string(message)
      .trim()
      .refine((text) => text === '' || isDate(text), message)
      .transform((text) => text || null),
    isPast,
  )

const noTime = 'Enter a time such as 9:30 or 2pm'

/** `HH:MM` of a time as people write it, null where it is empty. */
export const timeOrNone = z
  .string(noTime)
  .trim()
  .refine((text) => text === '' || parseTime(text) !== null, noTime)
  .transform((text) => parseTime(text)?.slice(0, 5) ?? null)

const noTimeOfDay = 'Enter a time such as 09:30'

/** A time in a JSON body. */
export const timeInput = z
  .string(noTimeOfDay)
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, noTimeOfDay)
  .pipe(timeOrNone)
  .nullable()
  .meta({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '09:30' })

/**
 * Whole minutes of a typed duration, null where it is empty. A comma before three digits separates thousands.
 * @param unit of a number without one
 * @param none error of a text that is no duration @param range of one that is too short or too long
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

/** A local date of a form, with an error of its own for none. */
export const requiredDate = inWords(
  z
    .string('Enter a date')
    .trim()
    .refine(isDate, {
      abort: true,
      error: ({ input }) =>
        input === '' ? 'Enter a date' : 'Enter a date that exists, such as 2026-03-08, from 1970 to 2199',
    }),
)

/** A local date of a form. */
export const dateMember = (isPast?: boolean) => inWords(z.string(noDate).refine(isDate, noDate), isPast)

/** Tags as a form has them, and as a JSON body does; both give the text of `tagsColumn`. */
export const tagsMember = Tags.transform(tagText)
export const tagsInput = TagList.transform(tagText)

type Bodies<Fields, New, Edit> = {
  /** Name of the schema in the OpenAPI document. */
  id: string
  fields: Fields
  /** Members of a new row alone, and of an edit alone. */
  ofNew?: New
  ofEdit?: Edit
  examples: { create: object; patch: object }
}

/** Bodies that add and edit a row. An edit may leave any member out, which then keeps its value. */
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

/** `goals.title AS goal_title` */
const selectedName = (field: FilingField) => {
  const name = filingNames[field]
  return `${filingTables[field]}.${name.slice(name.indexOf('_') + 1)} AS ${name}`
}

const joined = (table: string, field: FilingField) => {
  const of = filingTables[field]
  return `LEFT JOIN ${of} ON ${of}.user_id = ${table}.user_id AND ${of}.id = ${table}.${field} AND ${of}.deleted_at IS NULL`
}

/** Shapes and SQL of a table whose rows name others that they are filed under. */
export const filedUnder = (table: string, fields: FilingField[]) => ({
  /** Ids in a row. */
  columns: Object.fromEntries(fields.map((field) => [field, z.string().nullable()])),
  /** Names in a listed row, null without one and while it is deleted. */
  names: Object.fromEntries(fields.map((field) => [filingNames[field], z.string().nullable()])),
  /** Members of the query of a list in the API. */
  filters: Object.fromEntries([...fields, 'org' as const].map((name) => [name, filingFilters[name]])),
  /** SQL of `names`, which `withNames` joins. */
  selectedNames: constant(fields.map(selectedName).join(', ')),
  withNames: constant(fields.map((field) => joined(table, field)).join('\n      ')),
})
