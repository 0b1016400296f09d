import { z } from 'zod'
import { parseTime } from './typed-time'

/** In characters, for a typed time or duration. */
export const typedLimit = 40

/** Parses a time of day to minutes after midnight. @param example of one, where it is refused */
export const minuteLike = (example: string) => {
  const refusal = `Enter a time of day, such as ${example}`
  return z
    .string(refusal)
    .max(typedLimit, refusal)
    .transform((text, { addIssue }) => {
      const [hours, minutes] = (parseTime(text) ?? '').split(':').map(Number)
      if (hours !== undefined && minutes !== undefined) return hours * 60 + minutes
      addIssue(refusal)
      return z.NEVER
    })
}

export const minuteOfDay = minuteLike('04:00')
