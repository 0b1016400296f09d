import { z } from 'zod'
import { instantInput } from '../lib/api/values'
import { PackageName } from '../lib/package-name'

export const eventsLimit = 500

const idLimit = 100
const idMessage = 'Enter an id of 1 to 100 characters, without control characters'

const isId = (text: string) =>
  text !== '' && [...text].length <= idLimit && !/\p{Cc}/u.test(text) && text.isWellFormed()

/** Instants become epoch ms; `timeErrors` checks their range. */
export const UsageEvent = z
  .strictObject(
    {
      id: z.string(idMessage).refine(isId, { error: idMessage, abort: true }).meta({
        minLength: 1,
        maxLength: idLimit,
        description: 'Chosen by the client. A repeated id is ignored.',
        example: '0199f2a4-7c11-7d53-9e0b-6a1f30c2d871',
      }),
      package_name: PackageName,
      started_at: instantInput,
      ended_at: instantInput,
    },
    'Enter an event',
  )
  .meta({ id: 'UsageEvent' })

export type Use = z.output<typeof UsageEvent>

export type UsageClient = {
  id: string
  /** Name of the token or of the signed-in device. */
  name: string
  /** epoch ms, also the next */
  first_report_at: number
  last_report_at: number
  /** Its token or session still exists. */
  is_let_in: 0 | 1
}

export type DayOfUse = { date: string; package_name: string; total_seconds: number }
