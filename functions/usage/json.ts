import { z } from 'zod'
import { bothOrNeither, rangeIssue } from '../ledger/date-range'
import { dateInput } from '../lib/api/values'
import { daysBetween, type Range } from '../lib/days'
import { eventsLimit, UsageEvent } from './schema'

const { $schema: _, id: __, ...eventShape } = z.toJSONSchema(UsageEvent, { io: 'input' })

/** Events are checked one by one, so the schema takes anything. */
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
  .superRefine(bothOrNeither(usageIssue))

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
