import { z } from 'zod'
import type { FieldProps } from '../../../views/ui/field'
import { dateInput, LocalDate } from '../api/values'
import { dayMonth } from '../text/format'
import { tagList } from '../text/text'
import { typedMinutes } from '../time/duration'
import { type FilingField, filingFields, filingLabels, filingMembers, filingNames } from './filing'
import {
  choiceOf,
  dateMember,
  dateOrNone,
  durationMember,
  lineMember,
  type Messages,
  nameMember,
  notesMember,
  numberOrNone,
  requiredDate,
  requiredText,
  tagsColumn,
  tagsInput,
  tagsMember,
  textMember,
  timeInput,
  timeOrNone,
  titleMember,
} from './members'

/** Control of a field in a form, without label, name, value and errors. */
type Control = {
  /** `none`: only programs set the field; forms and conflicts leave it out. */
  as: 'input' | 'select' | 'radios' | 'tags' | 'filing' | 'none'
  /** Takes the focus in a form that was not sent before. */
  isFirst?: boolean
  /** Offered beside words of one's own. */
  offers?: string[]
  /** Left out where there is nothing to choose from. */
  isShort?: boolean
  /** Folded away in a form where it is as in a new row. */
  isMore?: boolean
  /** Edited in the whole form, never alone in its place. */
  isWhole?: boolean
  props: Partial<FieldProps>
}

/** One field of a kind: its column, and how forms, JSON, conflicts and lists have it. */
export type Field<Column extends z.ZodType = z.ZodType, Member extends z.ZodType = z.ZodType> = {
  label: string
  /** Its name in a conflict, if not its label. */
  short?: string
  column: Column
  /** In a form. Its output is that of the column. */
  member: Member
  /** In a JSON body, if not as in a form. */
  input?: z.ZodType<z.output<Member>>
  /** Its name in the API, if not that of the column. */
  jsonName?: string
  /** In the JSON of a row, and its value, if not as in the row. */
  json?: z.ZodType
  jsonOf?: (row: Record<string, unknown>) => unknown
  /** Value of a new row. */
  fresh: string | number | null
  /** A new row has the date of today. */
  isToday?: boolean
  /** The value as the column stores it. */
  stored?: (value: string) => string
  /** Names by value of a choice. */
  names?: Record<string, string>
  /** Its value as a control has it, if not as the column. */
  typed?(value: z.output<Column>): string
  /** How its value reads in a conflict. */
  words?(value: z.output<Column>, today: string): string
  /** In forms alone; the API has it otherwise. */
  isFormOnly?: boolean
  /** Filter of the list: name of the choice for all rows, label, and choices besides the field's own. */
  filter?: { all: string; label?: string; also?: Record<string, string> }
  control: Control
}

export type Fields = Record<string, Field>

/** Folds a field away under “More”. */
export const underMore = <F extends { control: Control }>(field: F) => ({
  ...field,
  control: { ...field.control, isMore: true },
})

/** Leaves a field to the whole form: it is never edited alone in its place. */
export const wholeOnly = <F extends { control: Control }>(field: F) => ({
  ...field,
  control: { ...field.control, isWhole: true },
})

/** One schema for a body and for the JSON of a row. */
export const inJson = <S extends z.ZodType>(schema: S) => ({ input: schema.optional(), json: schema })

/** Said of any field. `about` describes it in the API. */
type More = Pick<Field, 'filter' | 'short'> & { about?: string }

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

/** The name of a row, at the head of its form. */
export const nameField = (limit: number) => text('Name', nameMember(limit), first(limit, { autocomplete: 'off' }))

/** The title of a row, at the head of its form. */
export const titleField = (limit: number, placeholder?: string) =>
  text('Title', titleMember(limit), first(limit, { placeholder }))

/** A text of one line, which may be empty. `limit` is in characters. */
export const lineField = (label: string, limit: number, words: Messages, { about, offers, ...props }: Line = {}) =>
  text(
    label,
    lineMember(limit, words).optional(),
    input({ maxlength: limit, dir: 'auto', ...props }, { offers }),
    about,
  )

/** A text of several lines, which may be empty. */
export const textField = (label: string, limit: number, words: Messages, { about, ...props }: Line = {}) =>
  text(label, textMember(limit, words).optional(), lines(limit, props), about)

/** A text of several lines at the head of its form, which it cannot be without. */
export const mainText = (label: string, short: string, limit: number, words: Messages) => ({
  ...text(label, requiredText(limit, words), first(limit, { type: 'textarea' })),
  short,
})

export const notesField = (limit: number) => text('Notes', notesMember(limit).optional(), lines(limit))

/** One of some names. @param fresh that of a new row @param message error of any other value */
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

/** One of some names, or none: null. */
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

/** A local date that has been, today's for a new row. */
export const dateField = (label: string, about?: string) => ({
  ...pastDate(label),
  member: dateMember(true).optional(),
  input: dateInput.optional(),
  json: described(LocalDate, about),
  isToday: true,
})

/** A local date that has been, and that a row cannot be without. @param jsonName its name in the API */
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
  /** Describes it in a body of the API. */
  aboutInput?: string
  isToday?: boolean
  /** How none reads in a conflict. */
  none?: string
}

/** A local date, or none: null. @param message error of one that does not exist */
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

/** A time of the day, or none: null. */
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

type Minutes = { min: number; max: number; none: string; range: string; least: string; most: string }

/** Whole minutes, or none: null. A form has them as a duration. */
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

/** A number, or none: null. */
export const numberField = (label: string, { about, short, ...props }: Omit<Line, 'offers'>) => ({
  label,
  short,
  column: z.number().nullable(),
  member: numberOrNone.optional(),
  ...inJson(described(z.number().nullable(), about)),
  fresh: null,
  words: (value: number | null) => String(value ?? ''),
  control: input({ inputmode: 'decimal', maxlength: 14, ...props }),
})

/** Tags of the one list. */
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

/** A row that it is filed under, or none. With `isPresent` its JSON is null while that is deleted. */
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
