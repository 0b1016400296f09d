import type { Context } from 'hono'
import { z } from 'zod'
import { type App, todayOf } from '../env'
import { memoize } from '../time/days'
import { type DateOrder, type DateReading, readDate } from '../time/typed-date'

/** Order of day and month in a language; day first if the language is unknown. */
const orderIn = memoize(100, (language: string): DateOrder => {
  try {
    const parts = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'numeric' }).formatToParts(0)
    return parts.find(({ type }) => type !== 'literal')?.type === 'month' ? 'mdy' : 'dmy'
  } catch {
    return 'dmy'
  }
})

/** How the person writes dates: by their settings, else by the browser's first language. */
export const dateReading = <E extends App>(c: Context<E>): DateReading => {
  const { date_order } = c.var.user.preferences
  const language = c.req.header('Accept-Language')?.split(/[,;]/)[0]?.trim() ?? ''
  return { today: todayOf(c), order: date_order === 'system' ? orderIn(language) : date_order }
}

/** Form fields that accept dates in words. True: a date without a year is in the past. */
const dateFields = new WeakMap<z.ZodType, boolean>()

/** Marks a form field, so that `form` converts words to a date before validation. */
export const allowDateWords = <S extends z.ZodType>(member: S, isPast = false) => {
  dateFields.set(member, isPast)
  return member
}

/** The schema inside `optional` and `default`. */
const unwrapped = (member: z.ZodType): z.ZodType =>
  member instanceof z.ZodOptional || member instanceof z.ZodDefault ? unwrapped(member.unwrap() as z.ZodType) : member

/** Replaces words in date fields with dates. Other text is kept, and validation reports it. */
export const parseDateFields = <E extends App, V extends Record<string, unknown>>(
  c: Context<E>,
  values: V,
  isPastOf: (name: string) => boolean | undefined,
): V => {
  const read = Object.entries(values).map(([name, value]) => {
    const isPast = typeof value === 'string' && value !== '' ? isPastOf(name) : undefined
    return [name, isPast === undefined ? value : (readDate(String(value), { ...dateReading(c), isPast }) ?? value)]
  })
  return Object.fromEntries(read)
}

/** Applies `parseDateFields` to the marked fields of a form. */
export const parseFormDates = <E extends App, V extends Record<string, unknown>>(
  c: Context<E>,
  { shape }: z.ZodObject,
  values: V,
) => parseDateFields(c, values, (name) => dateFields.get(unwrapped(shape[name] as z.ZodType)))

/** Applies `parseDateFields` to the dates of a range in a page's query. */
export const parseRangeDates = <E extends App, V extends Record<string, unknown>>(c: Context<E>, query: V) =>
  parseDateFields(c, query, (name) => (/^(than_)?(from|to)$/.test(name) ? true : undefined))
