import { z } from 'zod'
import { seenVersion } from '../../lib/resource/members'
import type { ListedSession } from '../../time/sessions/schema'

export type DaySession = ListedSession & { seq: number }

const noId = 'This form is incomplete. Reload the page and try again'
const id = z.string(noId).min(1, noId).max(100, noId)

export const OverlapPairForm = z.object({
  one: id,
  other: id,
  one_seq: seenVersion('day'),
  other_seq: seenVersion('day'),
})
export type OverlapPairForm = z.output<typeof OverlapPairForm>
