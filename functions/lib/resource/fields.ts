import { z } from 'zod'
import type { FieldProps } from '../../../views/ui/field'
import { dateInput, LocalDate } from '../api/values'
import { dayMonth, timeOfMinute } from '../text/format'
import { tagList } from '../text/text'
import { typedMinutes } from '../time/duration'
import { parseMinute } from '../time/typed-minute'
import { type FilingField, filingFields, filingLabels, filingMembers, filingNames } from './filing'
import {
  choiceOf,
  dateMember,
  dateOrNone,
  durationMember,
  lineMember,
  nameMember,
  notesMember,
  numberOrNone,
  requiredDate,
  requiredText,
  type TextMessages,
  tagsColumn,
  tagsInput,
  tagsMember,
  textMember,
  timeInput,
  timeOrNone,
  titleMember,
} from './members'

/** Control of a field in a form. Label, name, value and errors are added later. */
type Control = {
  /** `none`: only programs set the field, so forms and conflicts omit it. */
  as: 'input' | 'select' | 'radios' | 'tags' | 'filing' | 'none'
  /** Gets the keyboard focus when the form opens. */
  isFirst?: boolean
  /** Suggestions; other text is allowed. */
  offers?: string[]
  /** Omitted if there is nothing to choose from. */
  isShort?: boolean
  /** Folded away while it has the value of a new row. */
  isMore?: boolean
  /** Only editable in the whole form, never in place. */
  isWhole?: boolean
  props: Partial<FieldProps>
}

/** A field of a kind: its column, and its representation in forms, JSON, conflicts and lists. */
export type RowField<Column extends z.ZodType = z.ZodType, Member extends z.ZodType = z.ZodType> = {
  label: string
  /** Name in a conflict, if different from the label. */
  short?: string
  column: Column
  /** Schema in a form. Its output is the value of the column. */
  member: Member
  /** Schema in a JSON body, if different from the form's. */
  input?: z.ZodType<z.output<Member>>
  /** Name in the API, if different from the column. */
  jsonName?: string
  /** Schema and value in the JSON of a row, if different from the row's. */
  json?: z.ZodType
  jsonOf?: (row: Record<string, unknown>) => unknown
  /** Value of a new row. */
  fresh: string | number | null
  /** The default of a new row is today's date. */
  isToday?: boolean
  /** Converts the value for the column. */
  stored?: (value: string) => string
  /** Names of the choices, by value. */
  names?: Record<string, string>
  /** Converts the value for the control, if different from the column's. */
  typed?(value: z.output<Column>): string
  /** Formats the value in a conflict. */
  words?(value: z.output<Column>, today: string): string
  /** Only in forms; the API represents it in another way. */
  isFormOnly?: boolean
  /** Filter of the list: name of the choice for all rows, label, and extra choices. */
  filter?: { all: string; label?: string; also?: Record<string, string> }
  control: Control
}

export type RowFields = Record<string, RowField>

/** Folds a field away under “More”. */
export const foldAway = <F extends { control: Control }>(field: F) => ({
  ...field,
  control: { ...field.control, isMore: true },
})

/** Makes a field editable in the whole form only, not in place. */
export const wholeFormOnly = <F extends { control: Control }>(field: F) => ({
  ...field,
  control: { ...field.control, isWhole: true },
})

/** Uses one schema for JSON bodies and for the JSON of a row. */
export const jsonSchemas = <S extends z.ZodType>(schema: S) => ({ input: schema.optional(), json: schema })

/** Options of any field. `about` is its description in the API. */
type More = Pick<RowField, 'filter' | 'short'> & { about?: string }

type Line = More & { offers?: string[] } & Partial<FieldProps>

const input = (props: Partial<FieldProps>, more: Partial<Control> = {}): Control => ({ as: 'input', ...more, props })

const described = <S extends z.ZodType>(schema: S, description: string | undefined) =>
  description === undefined ? schema : schema.meta({ description })

const text = <M extends z.ZodType<string | undefined>>(label: string, member: M, control: Control, about?: string) => ({
  label,
  column: described(z.string(), about),
  member,
  fresh: '',
  control,
})

const first = (limit: number, props: Partial<FieldProps>) =>
  input({ wide: true, required: true, maxlength: limit, dir: 'auto', ...props }, { isFirst: true })

const lines = (limit: number, props: Partial<FieldProps> = {}) =>
  input({ type: 'textarea', wide: true, maxlength: limit, dir: 'auto', ...props })

/** Name of a row, the first field of its form. */
export const nameField = (limit: number) => text('Name', nameMember(limit), first(limit, { autocomplete: 'off' }))

/** Title of a row, the first field of its form. */
export const titleField = (limit: number, placeholder?: string) =>
  text('Title', titleMember(limit), first(limit, { placeholder }))

/** Optional text of one line. `limit` is in characters. */
export const lineField = (label: string, limit: number, words: TextMessages, { about, offers, ...props }: Line = {}) =>
  text(
    label,
    lineMember(limit, words).optional(),
    input({ maxlength: limit, dir: 'auto', ...props }, { offers }),
    about,
  )

/** Optional text of several lines. `limit` is in characters. */
export const textField = (label: string, limit: number, words: TextMessages, { about, ...props }: Line = {}) =>
  text(label, textMember(limit, words).optional(), lines(limit, props), about)

/** Required text of several lines, the first field of its form. `limit` is in characters. */
export const mainText = (label: string, short: string, limit: number, words: TextMessages) => ({
  ...text(label, requiredText(limit, words), first(limit, { type: 'textarea' })),
  short,
})

export const notesField = (limit: number) => text('Notes', notesMember(limit).optional(), lines(limit))

/** One of some names. @param fresh choice of a new row @param message error for any other value */
export const choiceField = <Choice extends string>(
  label: string,
  names: Record<Choice, string>,
  fresh: NoInfer<Choice>,
  message: string,
  { about, as = 'select', ...more }: More & { as?: 'select' | 'radios' } = {},
) => {
  const choice = choiceOf(names, message)
  return {
    label,
    ...more,
    names,
    fresh,
    column: choice,
    member: choice.optional(),
    ...(about !== undefined && { input: choice.optional().meta({ description: about }) }),
    words: (value: Choice) => names[value],
    control: { as, props: {} },
  }
}

/** One of some names, or null. */
export const choiceOrNone = <Choice extends string>(
  label: string,
  names: Record<Choice, string>,
  message: string,
  { about, ...more }: More = {},
) => {
  const choice = described(choiceOf(names, message).nullable(), about)
  return {
    label,
    ...more,
    names,
    fresh: null,
    column: choice,
    member: choice.optional(),
    words: (value: Choice | null) => (value === null ? '' : names[value]),
    control: { as: 'select' as const, props: {} },
  }
}

const pastDate = (label: string) => ({
  label,
  column: z.string(),
  fresh: '',
  control: input({ type: 'date', isPast: true, required: true }),
})

/** Local date in the past or today. New rows have today. */
export const dateField = (label: string, about?: string) => ({
  ...pastDate(label),
  member: dateMember(true).optional(),
  input: dateInput.optional(),
  json: described(LocalDate, about),
  isToday: true,
})

/** Required local date in the past or today. @param jsonName name in the API */
export const requiredDateField = <Name extends string | undefined = undefined>(
  label: string,
  jsonName = undefined as Name,
) => ({
  ...pastDate(label),
  jsonName,
  member: requiredDate,
  input: dateInput,
  json: z.iso.date(),
})

type Day = More & {
  /** Description in JSON bodies of the API. */
  aboutInput?: string
  isToday?: boolean
  /** Text for null in a conflict. */
  none?: string
}

/** Local date or null. @param message error for a date that does not exist */
export const dayField = (label: string, message: string, { about, aboutInput, none = '', ...more }: Day = {}) => ({
  label,
  ...more,
  column: z.string().nullable(),
  member: dateOrNone(message).optional(),
  input: described(dateInput.nullable().optional(), aboutInput),
  json: described(z.iso.date().nullable(), about),
  fresh: null,
  words: (date: string | null, today: string) => (date === null ? none : dayMonth(date, today)),
  control: input({ type: 'date' }),
})

/** Time of day or null. */
export const timeField = (label: string, description: string) => ({
  label,
  column: z.string().nullable(),
  member: timeOrNone.optional(),
  input: timeInput.optional(),
  json: z.string().nullable().meta({ example: '09:30', description }),
  fresh: null,
  words: (time: string | null) => time ?? '',
  control: input({ maxlength: 20, placeholder: '9:30' }),
})

const minuteText = (minute: number | null) => (minute === null ? '' : timeOfMinute(minute))

/** Time of day as minutes after midnight, or null. */
export const minuteField = (label: string, about: string) => ({
  label,
  column: z.int().nullable(),
  member: timeOrNone.transform((time) => parseMinute(time ?? '')).optional(),
  ...jsonSchemas(z.int().min(0).max(1_439).nullable().meta({ description: about })),
  fresh: null,
  typed: minuteText,
  words: minuteText,
  control: input({ maxlength: 20, placeholder: '21:00' }),
})

type Minutes = { min: number; max: number; none: string; range: string; least: string; most: string }

/** Whole minutes or null. A form has them as a duration. */
export const minutesField = (label: string, { min, max, none, range, least, most }: Minutes) => ({
  label,
  column: z.int().nullable(),
  member: durationMember({ min, max }, none, range).optional(),
  input: z.int('Enter whole minutes').min(min, least).max(max, most).nullable().optional(),
  fresh: null,
  typed: typedMinutes,
  words: typedMinutes,
  control: input({ maxlength: 40, placeholder: '45m' }),
})

/** Number or null. */
export const numberField = (label: string, { about, short, ...props }: Omit<Line, 'offers'>) => ({
  label,
  short,
  column: z.number().nullable(),
  member: numberOrNone.optional(),
  ...jsonSchemas(described(z.number().nullable(), about)),
  fresh: null,
  words: (value: number | null) => String(value ?? ''),
  control: input({ inputmode: 'decimal', maxlength: 14, ...props }),
})

/** Tags. */
export const tagsField = () => ({
  label: 'Tags',
  column: tagsColumn,
  member: tagsMember.optional(),
  input: tagsInput.optional(),
  json: z.array(z.string()),
  jsonOf: ({ tags }: Record<string, unknown>) => tagList(String(tags)),
  fresh: '',
  stored: (text: string) => JSON.stringify(tagList(text)),
  filter: { all: '' },
  control: { as: 'tags' as const, props: {} },
})

type Filing = More & { isShort?: boolean; isPresent?: boolean }

/** A row that this one is filed under, or null. With `isPresent`, the JSON is null while that row is deleted. */
export const filingField = <F extends FilingField>(
  field: F,
  { isShort, isPresent, about = 'Null without one, and while it is deleted.', ...more }: Filing = {},
) => ({
  ...more,
  label: filingLabels[field],
  column: z.string().nullable(),
  member: filingFields[field],
  input: filingMembers[field],
  ...(isPresent && {
    json: z.string().nullable().meta({ description: about }),
    jsonOf: (row: Record<string, unknown>) => (row[filingNames[field]] === null ? null : row[field]),
  }),
  fresh: null,
  control: { as: 'filing' as const, isShort, props: {} },
})
