import { z } from 'zod'
import { instantInput } from '../lib/api/values'
import { PackageName } from '../lib/package-name'

/** How many events come at once. */
export const eventsLimit = 500

const idLimit = 100
const idMessage = 'Give an id of 1 to 100 characters, without control characters'

const isId = (text: string) =>
  text !== '' && [...text].length <= idLimit && !/\p{Cc}/u.test(text) && text.isWellFormed()

/** A use of an app as it is reported; instants come out as epoch ms. When it may have been, `wrongTimes` says. */
export const UsageEvent = z
  .strictObject(
    {
      id: z.string(idMessage).refine(isId, { error: idMessage, abort: true }).meta({
        minLength: 1,
        maxLength: idLimit,
        description: 'The client’s own. What comes again under an id changes nothing.',
        example: '0199f2a4-7c11-7d53-9e0b-6a1f30c2d871',
      }),
      package_name: PackageName,
      started_at: instantInput,
      ended_at: instantInput,
    },
    'Give an event',
  )
  .meta({ id: 'UsageEvent' })

/** A use of an app; epoch ms. */
export type Use = z.output<typeof UsageEvent>

/** What reports use, the newest report first. */
export type UsageClient = {
  id: string
  /** Of the token, or the device that is signed in. */
  name: string
  /** epoch ms, as the next */
  first_report_at: number
  last_report_at: number
  /** Whether its token or sign-in is still there: 1 is yes. */
  is_let_in: 0 | 1
}

/** What an app was used on a date of the person's. */
export type DayOfUse = { date: string; package_name: string; total_seconds: number }
