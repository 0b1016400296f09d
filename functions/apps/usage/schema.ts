import { z } from 'zod'
import { rangeIssue, requireBothDates } from '../../ledger/date-range'
import { membersOfIssue } from '../../lib/api/request'
import { dateInput, idInput, instantInput } from '../../lib/api/values'
import type { Member } from '../../lib/http/problem'
import { PackageName } from '../../lib/text/package-name'
import { daysBetween, type Range } from '../../lib/time/days'
import { dayMs } from '../../lib/time/units'

const eventsLimit = 500

/** An event of use. Its times become epoch ms; `timeErrors` checks their range. */
const UsageEvent = z
  .strictObject(
    {
      id: idInput.meta({
        ...idInput.meta(),
        description:
          'Chosen by the client. A repeated id is ignored. The page of a day draws events whose ids begin with their ' +
          'start in UTC, `20261128T093000Z`; others count only.',
        example: '20261128T093000Z-7c11',
      }),
      package_name: PackageName,
      started_at: instantInput,
      ended_at: instantInput,
    },
    'Enter an event',
  )
  .meta({ id: 'UsageEvent' })

export type UsageEntry = z.output<typeof UsageEvent>

export type UsageClient = {
  id: string
  /** Name of the token or of the signed-in device. */
  name: string
  /** epoch ms, like the next member */
  first_report_at: number
  last_report_at: number
  /** 1 if its token or session still exists. */
  is_let_in: 0 | 1
}

export type DayOfUse = { date: string; package_name: string; total_seconds: number }

const { $schema: _, id: __, ...eventShape } = z.toJSONSchema(UsageEvent, { io: 'input' })

/** Request body. Accepts any events here, because each event is validated on its own. */
export const UsageBody = z
  .strictObject({
    events: z
      .array(z.unknown().meta({ ...eventShape, id: 'UsageEvent' }), 'Enter a list of events')
      .min(1, 'Enter at least one event')
      .max(eventsLimit, `Send at most ${eventsLimit} events at a time`),
  })
  .meta({ id: 'UsageReport' })

export const ReportedJson = z
  .object({
    accepted: z.int().meta({ description: 'New events.' }),
    duplicates: z.int().meta({ description: 'Events whose id already exists; they are ignored.' }),
    rejected: z.array(
      z.object({
        id: z.string().nullable().meta({ description: 'Null if the event had none.' }),
        errors: z.array(
          z.object({
            path: z.string().meta({ description: 'Where in the request: `events.3.ended_at`.' }),
            message: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'UsageReported' })

const daysLimit = 400

const usageIssue = (range: Range) =>
  rangeIssue(range) ??
  (daysBetween(range.from, range.to) < daysLimit
    ? undefined
    : { code: 'custom' as const, path: ['to'], message: `Choose at most ${daysLimit} days` })

export const UsageQuery = z
  .object({
    from: dateInput.optional().meta({ description: 'The first day, inclusive; without both dates, the last 30 days.' }),
    to: dateInput.optional().meta({ description: `The last day, inclusive. At most ${daysLimit} days in all.` }),
  })
  .superRefine(requireBothDates(usageIssue))

export const UsageJson = z
  .object({
    items: z.array(
      z.object({
        date: z.string(),
        package_name: z.string(),
        total_seconds: z.int(),
        is_whitelisted: z.boolean().meta({ description: 'Whether the app is allowed now.' }),
      }),
    ),
  })
  .meta({ id: 'Usage' })

/** Maximum time by which a client's clock may be ahead, in ms. */
const mostAheadMs = 5 * 60_000
const oldestDays = 400

/** `id` is null if the event has no id. */
type RejectedEvent = { id: string | null; errors: Member[] }

const timeErrors = ({ started_at, ended_at }: UsageEntry, now: number) => [
  ...(ended_at < started_at ? ['It ends before it starts'] : []),
  ...(ended_at - started_at > dayMs ? ['An event lasts at most 24 hours'] : []),
  ...(ended_at > now + mostAheadMs ? ['That is in the future'] : []),
  ...(ended_at < now - oldestDays * dayMs ? [`That is over ${oldestDays} days ago`] : []),
]

const Named = z.object({ id: z.string() })

const idOf = (event: unknown) => Named.safeParse(event).data?.id ?? null

/**
 * Validates each event separately. The first event with an id counts; repeats are neither accepted nor rejected.
 * @param now epoch ms
 */
export const validateEvents = (events: unknown[], now: number) => {
  const uses = new Map<string, UsageEntry>()
  const rejected: RejectedEvent[] = []
  for (const [index, event] of events.entries()) {
    const { data: use, error } = UsageEvent.safeParse(event)
    const errors = use
      ? timeErrors(use, now).map((message) => ({ path: `events.${index}.ended_at`, message }))
      : error.issues.flatMap((issue) => membersOfIssue({ ...issue, path: ['events', index, ...issue.path] }))
    if (errors.length > 0) rejected.push({ id: idOf(event), errors })
    else if (use && !uses.has(use.id)) uses.set(use.id, use)
  }
  return { uses: [...uses.values()], rejected }
}
