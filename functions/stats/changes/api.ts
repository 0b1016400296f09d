import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../../lib/api/describe'
import { invalidFields, query } from '../../lib/api/request'
import { Instant, instantInput, iso } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { bothDates, figureApiFields, rangeOrAllTime } from '../explain/schema'
import { parseMoment } from './moments'
import { momentsIssue } from './schema'
import { changesView } from './view'

const ChangesApiQuery = z
  .object({
    ...figureApiFields,
    since: instantInput.optional().meta({ description: 'The first moment; a day ago unless given.' }),
    until: instantInput.optional().meta({ description: 'The second moment; now unless given.' }),
  })
  .superRefine(bothDates)

const FigureChangesJson = z
  .object({
    since: Instant,
    until: Instant,
    before_seconds: z.int().meta({ description: 'The figure at the first moment.' }),
    after_seconds: z.int().meta({ description: 'The figure at the second moment: what the rest sums to.' }),
    earlier_seconds: z.int().meta({ description: 'What edits before those of the items did together.' }),
    complete: z.boolean().meta({
      description: 'False where too much was edited: `before_seconds` is then the figure before the first edit known.',
    }),
    items: z
      .array(
        z.object({
          at: Instant,
          kind: z.enum(['added', 'gone', 'changed']),
          session_id: z.string().nullable().meta({ description: 'Null for more than one session.' }),
          sessions: z.int(),
          effect_seconds: z.int(),
          total_seconds: z.int().meta({ description: 'The figure after it.' }),
        }),
      )
      .meta({ description: 'The edits that changed the figure, the latest first; at most 200.' }),
  })
  .meta({ id: 'FigureChanges' })

/** `/api/v1/stats/changes` */
export const figureChangesApi = new Hono<App>().get(
  '/',
  operation({
    summary: 'The edits behind the difference of a figure between two moments',
    description: 'Edits are kept for 400 days. Of a subject that is not there, nothing has changed.',
    tag: 'Statistics',
    answers: { schema: FigureChangesJson },
  }),
  query(ChangesApiQuery),
  async (c) => {
    const { user } = c.var
    const now = Date.now()
    const { subject, since, until, ...dates } = c.req.valid('query')
    const dayAgo = parseMoment('24h', until ?? now, user.preferences) ?? now
    const moments = { since: since ?? dayAgo, until: until ?? null }
    const errors = momentsIssue(moments, now)
    if (errors) throw invalidFields(errors)
    const view = await changesView(c.env.DB, user.id, { subject, range: rangeOrAllTime(dates), moments })
    return c.json({
      since: iso(moments.since),
      until: iso(moments.until ?? now),
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
