import { z } from 'zod'
import { seenVersion } from '../lib/version'
import type { ListedSession } from '../sessions/schema'

export type DaySession = ListedSession & { seq: number }

const noPair = 'Reload the page: the form doesn’t say which sessions it’s about'
const id = z.string(noPair).min(1, noPair).max(100, noPair)

export const ShownPair = z.object({
  one: id,
  other: id,
  one_seq: seenVersion('day'),
  other_seq: seenVersion('day'),
})
export type ShownPair = z.output<typeof ShownPair>

/** A kept overlap to ask about again. */
export const KeptPair = ShownPair.pick({ one: true, other: true })
