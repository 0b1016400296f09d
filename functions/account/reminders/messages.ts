import { reminderKinds } from '../../lib/hooks'
import type { DueReminder } from './plan'

/** True for one that tells of a moment: something begins, a timer runs, a focus is over. */
const isOfMoment = ({ kind, begins }: DueReminder) => begins !== undefined || reminderKinds()[kind]?.isOfMoment === true

/** True where a person has to see it at once. The moment of one that waited for the end of quiet may be past. */
const comesAlone = (one: DueReminder, now: number) => isOfMoment(one) && (!one.wasQuiet || (one.begins ?? 0) > now)

/** Parts reminders that are due at once: each of a moment that is not past comes alone, and leads where it is past. */
export const partedByMoment = (due: DueReminder[], now: number) => ({
  alone: due.filter((one) => comesAlone(one, now)),
  together: due
    .filter((one) => !comesAlone(one, now))
    .sort((one, other) => Number(isOfMoment(other)) - Number(isOfMoment(one)) || one.until - other.until),
})
