import { z } from 'zod'
import { parseTime } from './typed-time'

/** Maximum length of a typed time or duration, in characters. */
export const typedLimit = 40

/** Minutes after midnight of a typed time of day; null for other text. */
export const parseMinute = (text: string) => {
  const [hours, minutes] = (parseTime(text) ?? '').split(':').map(Number)
  return hours === undefined || minutes === undefined ? null : hours * 60 + minutes
}

/** Schema for a time of day, converted to minutes after midnight. @param example valid time for the error message */
export const minuteSchema = (example: string) => {
  const refusal = `Enter a time of day, such as ${example}`
  return z
    .string(refusal)
    .max(typedLimit, refusal)
    .transform((text, { addIssue }) => {
      const minute = parseMinute(text)
      if (minute !== null) return minute
      addIssue(refusal)
      return z.NEVER
    })
}

export const minuteOfDay = minuteSchema('04:00')
