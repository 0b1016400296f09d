import { z } from 'zod'
import { valuesCursor } from '../../lib/cursor'
import { withParameters } from '../../lib/query'

export const pageSize = 50

/** `admin`: apps with a rule that an admin set for the person. */
export const shows = ['all', 'allowed', 'blocked', 'admin', 'never', 'unlisted'] as const
export type Shown = (typeof shows)[number]

const textLimit = 300

export const AppsQuery = z.object({
  q: z.string().trim().max(textLimit).catch(''),
  show: z.enum(shows).catch('all'),
  sort: z.enum(['use', 'app']).catch('use'),
  after: valuesCursor,
})
export type AppsView = z.output<typeof AppsQuery>

export const appsPath = ({ q, show, sort, after }: AppsView) => {
  const query: [name: string, value: string][] = []
  if (q) query.push(['q', q])
  if (show !== 'all') query.push(['show', show])
  if (sort !== 'use') query.push(['sort', sort])
  if (after) query.push(['after', after])
  return withParameters('/whitelists', query)
}

/** True where the person's own apps come before the others. */
export const showsOwn = ({ q, show, sort }: AppsView) => q === '' && show === 'all' && sort === 'use'

export const isFirstView = ({ q, show, after }: AppsView) => q === '' && show === 'all' && after === null
