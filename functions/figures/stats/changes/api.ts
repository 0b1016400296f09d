import { Hono } from 'hono'
import { z } from 'zod'
import { withPeriod } from '../../../ledger/range'
import { combineFilter } from '../../../ledger/subject'
import { describeOperation } from '../../../lib/api/describe'
import { fieldsProblem, query } from '../../../lib/api/request'
import { Instant, instantInput, iso, orgTimeInput } from '../../../lib/api/values'
import { type App, todayOf } from '../../../lib/env'
import { bothDates, figureApiFields, rangeOrAllTime } from '../explain/schema'
import { momentOf, refuseUntraceable, sinceIssue } from './queries'
import { changesView } from './view'

const ChangesApiQuery = z
  .object({
    ...figureApiFields,
    org: orgTimeInput,
    since: instantInput.optional().meta({ description: 'Lists the edits since then; defaults to a day ago.' }),
  })
  .superRefine(bothDates)
  .transform(combineFilter)
  .superRefine(refuseUntraceable)

const FigureChangesJson = z
  .object({
    since: Instant,
    before_seconds: z.int().meta({ description: 'The total at the start.' }),
    after_seconds: z.int().meta({ description: 'The total now: the start plus all effects.' }),
    earlier_seconds: z.int().meta({ description: 'Combined effect of edits before the listed ones.' }),
    complete: z.boolean().meta({
      description:
        'False if there were too many edits: `before_seconds` is then the total before the first listed edit.',
    }),
    items: z
      .array(
        z.object({
          at: Instant,
          kind: z.enum(['added', 'gone', 'changed']),
          session_id: z.string().nullable().meta({ description: 'Null if the edit covers several sessions.' }),
          sessions: z.int(),
          effect_seconds: z.int(),
          total_seconds: z.int().meta({ description: 'The total after it.' }),
        }),
      )
      .meta({ description: 'The edits that changed the total, latest first; at most 200.' }),
  })
  .meta({ id: 'FigureChanges' })

/** `/api/v1/stats/changes` */
export const figureChangesApi = new Hono<App>().get(
  '/',
  describeOperation({
    summary: 'List the edits behind a changed total',
    description: 'Edits are kept for 400 days. An unknown subject has no changes.',
    tag: 'Statistics',
    answers: { schema: FigureChangesJson },
  }),
  query(ChangesApiQuery),
  async (c) => {
    const { user } = c.var
    const now = Date.now()
    const { subject, since = momentOf('24h', now, user.preferences), ...dates } = c.req.valid('query')
    const errors = sinceIssue(since, now)
    if (errors) throw fieldsProblem(errors)
    const period = withPeriod(dates, todayOf(c), user.preferences.week_start)
    const asked = { subject, range: rangeOrAllTime(period), since }
    const view = await changesView(c.env.DB, user.id, asked, c.var.orgTime)
    return c.json({
      since: iso(since),
      before_seconds: view?.before ?? 0,
      after_seconds: view?.after ?? 0,
      earlier_seconds: view?.rest.effect ?? 0,
      complete: view?.isAll ?? true,
      items: (view?.lines ?? []).map(({ at, kind, edits, effect, figure }) => ({
        at: iso(at),
        kind,
        session_id: edits.length === 1 ? (edits[0]?.session_id ?? null) : null,
        sessions: edits.length,
        effect_seconds: effect,
        total_seconds: figure,
      })),
    })
  },
)
