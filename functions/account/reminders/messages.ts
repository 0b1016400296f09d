import { reminderKinds } from '../../lib/hooks'
import type { DueReminder } from './plan'

/** True for a reminder of a moment: something begins, the timer runs, a focus is over. */
const isOfMoment = ({ kind, begins }: DueReminder) => begins !== undefined || reminderKinds()[kind]?.isOfMoment === true

/** True if the person has to see a reminder at once. After quiet hours its moment may be past. */
const comesAlone = (one: DueReminder, now: number) => isOfMoment(one) && (!one.wasQuiet || (one.begins ?? 0) > now)

/** Splits due reminders: each about a moment that is not past is sent alone; the rest together, past moments first. */
export const splitByMoment = (due: DueReminder[], now: number) => ({
  alone: due.filter((one) => comesAlone(one, now)),
  together: due
    .filter((one) => !comesAlone(one, now))
    .sort((one, other) => Number(isOfMoment(other)) - Number(isOfMoment(one)) || one.until - other.until),
})
