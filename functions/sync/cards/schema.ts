import { z } from 'zod'
import { answer, question } from '../../cards/schema'
import { idInput } from '../../lib/api/values'
import { dayStart, type Zone } from '../../lib/days'
import { TagList } from '../../lib/tags'
import { instant, listOf, localDate, optionalId, planId } from '../values'

/** An instant, or the start of a local date. */
const momentOrDate = (zone: Zone) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? dayStart(value, zone) : value),
    instant.nullable(),
  )

const whole = (name: string, most: number) => {
  const message = `Enter ${name} from 0 to ${most}`
  return z.number(message).min(0, message).max(most, message).transform(Math.round)
}

const noEase = 'Enter an ease from 1.3 to 10'

/** Members of a card that a delta may have. Unknown ones are ignored: a tracker sends more columns. */
export const CardMembers = (zone: Zone) =>
  z
    .object({
      plan_id: optionalId(planId),
      chunk_id: optionalId(idInput),
      question,
      answer,
      tags: listOf(TagList),
      ease_factor: z.number(noEase).min(1.3, noEase).max(10, noEase),
      interval_days: whole('days', 36_500),
      repetitions: whole('repetitions', 100_000),
      next_review: localDate(zone),
      last_review: momentOrDate(zone),
      created_at: instant,
    })
    .partial()
