import { z } from 'zod'
import { withParameters } from '../../lib/query'

export const pageSize = 50

/** `admin`: apps with a rule that an admin set for the person. */
export const shows = ['all', 'allowed', 'blocked', 'admin', 'never', 'unlisted'] as const
export type Shown = (typeof shows)[number]

export type Sort = 'use' | 'app'

/** Last app of the previous page: among those used this week, the person's others, or all by name. */
export type Cursor =
  | { part: 'use'; seconds: number; package_name: string }
  | { part: 'own'; key: string; package_name: string }
  | { part: 'app'; key: string; package_name: string }

export type AppsView = { q: string; show: Shown; sort: Sort; after: Cursor | null }

const textLimit = 300

const CursorText = z
  .string()
  .max(1000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue('Invalid cursor')
      return z.NEVER
    }
  })
  .pipe(
    z.union([
      z
        .tuple([z.int().min(0), z.string().max(textLimit)])
        .transform(([seconds, package_name]): Cursor => ({ part: 'use', seconds, package_name })),
      z
        .tuple([z.string().max(textLimit), z.string().max(textLimit)])
        .transform(([key, package_name]): Cursor => ({ part: 'app', key, package_name })),
      z
        .tuple([z.string().max(textLimit), z.string().max(textLimit), z.literal('own')])
        .transform(([key, package_name]): Cursor => ({ part: 'own', key, package_name })),
    ]),
  )

export const AppsQuery = z.object({
  q: z.string().trim().max(textLimit).catch(''),
  show: z.enum(shows).catch('all'),
  sort: z.enum(['use', 'app']).catch('use'),
  after: CursorText.nullable().catch(null),
})

const cursorText = (cursor: Cursor) =>
  JSON.stringify([
    cursor.part === 'use' ? cursor.seconds : cursor.key,
    cursor.package_name,
    ...(cursor.part === 'own' ? ['own'] : []),
  ])

export const appsPath = ({ q, show, sort, after }: AppsView) => {
  const query: [name: string, value: string][] = []
  if (q) query.push(['q', q])
  if (show !== 'all') query.push(['show', show])
  if (sort !== 'use') query.push(['sort', sort])
  if (after) query.push(['after', cursorText(after)])
  return withParameters('/whitelists', query)
}

/** True where the person's own apps come before the others. */
export const showsOwn = ({ q, show, sort }: AppsView) => q === '' && show === 'all' && sort === 'use'

export const isFirstView = ({ q, show, after }: AppsView) => q === '' && show === 'all' && after === null
