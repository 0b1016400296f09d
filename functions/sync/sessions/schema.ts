import { z } from 'zod'
import { idInput } from '../../lib/api/values'
import { Artifacts, notesText, timeZone, titleText } from '../../sessions/schema'
import { instant, listOf, optionalId, planId } from '../values'

const textOrNull = <S extends z.ZodType>(schema: S) => z.preprocess((value) => value ?? '', schema)

const noMinutes = 'Enter 0 minutes or more'
const noSeconds = 'Enter whole seconds of 0 or more'

/** Members of a session that a delta may have. Unknown ones are ignored: a tracker sends more columns. */
export const SessionMembers = z
  .object({
    plan_id: optionalId(planId),
    chunk_id: optionalId(idInput),
    start_time: instant,
    end_time: instant.nullable(),
    duration_minutes: z.number(noMinutes).min(0, noMinutes).nullable(),
    notes: textOrNull(notesText),
    artifacts: listOf(Artifacts),
    created_at: instant,
    title: textOrNull(titleText),
    duration_seconds: z.int(noSeconds).min(0, noSeconds).nullable(),
    time_zone: timeZone,
    project_id: optionalId(idInput),
    goal_id: optionalId(idInput),
  })
  .partial()
