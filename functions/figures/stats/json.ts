import { z } from 'zod'
import { bothOrNeither } from '../../ledger/date-range'
import { DaySum, grouping } from '../../ledger/schema'
import { figureSubject } from '../../ledger/subject'
import { dateInput, orgTimeInput } from '../../lib/api/values'
import { division } from './query'

const range = {
  from: dateInput.optional().meta({ description: 'The first day, inclusive; without both dates, the last 30 days.' }),
  to: dateInput.optional().meta({ description: 'The last day, inclusive. A range has at most 10 years.' }),
}

export const StatsApiQuery = z
  .object({ ...range, org: orgTimeInput, group: grouping.default('day'), subject: figureSubject })
  .superRefine(bothOrNeither())

const sums = { total_seconds: z.int(), session_count: z.int() }
const int = (description: string) => z.int().meta({ description })

export const StatsJson = z
  .object({
    from: z.string(),
    to: z.string(),
    group: grouping,
    subject: z.string(),
    total_seconds: z.int(),
    session_count: int('Sessions started in the range; each is counted on its first day.'),
    active_days: int('Days with tracked time.'),
    average_session_seconds: z.int(),
    current_streak: int('Consecutive days up to the end of the range, or today. Rest days and days off are skipped.'),
    longest_streak: z.int(),
    best_day: z.object({ date: z.string(), seconds: z.int() }).nullable(),
    series: z.array(DaySum).meta({
      description:
        'One element per period of the range, with its first date; weeks start on the account’s first weekday.',
    }),
    previous: z.object(sums).meta({ description: 'The period of the same length right before the range.' }),
  })
  .meta({ id: 'Stats' })

export const BreakdownApiQuery = z
  .object({ ...range, org: orgTimeInput, by: division.default('project'), subject: figureSubject })
  .superRefine(bothOrNeither())

export const BreakdownJson = z
  .object({
    items: z.array(
      z.object({
        key: z
          .union([z.string(), z.int()])
          .nullable()
          .meta({
            description:
              'The id of a project, organization, goal, plan or task; `plan/chunk`; `owner/name` of a repository; a client, a classification or a tag by ' +
              'its name; a weekday from 1 (Monday) to 7; an hour from 0 to 23. Null if there is none, or for an hour that is ' +
              'not calculated yet. Empty for what several tags count more than once, as a negative time.',
          }),
        label: z.string(),
        ...sums,
      }),
    ),
    total_seconds: int('The sum of the items.'),
  })
  .meta({ id: 'Breakdown' })
