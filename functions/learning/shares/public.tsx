import { Hono } from 'hono'
import { PublicPlanPage } from '../../../views/learning/shares/public'
import type { App } from '../../lib/env'
import { networkKey, rateLimit } from '../../lib/rate-limit'
import { readCookie } from '../../lib/respond'
import { hashed } from '../../lib/secrets'
import { shownChunk, shownIntroduction } from '../plan-pages/page-data'
import { reread } from '../plans/shared/document'
import { publicPlan } from './queries'

const pagesAMinute = 60

/** `/p/:secret`: a plan as a page for whoever has the link. */
export const publicPlans = new Hono<App>().get('/:secret', async (c) => {
  const limit = { key: await networkKey(c, 'public'), limit: pagesAMinute, seconds: 60 }
  await rateLimit(c, 'public', [limit], 'Too many pages from your network.')
  const secret = c.req.param('secret')
  const found = await publicPlan(c.env.DB, await hashed(secret))
  if (!found) return c.notFound()
  const rendered = await import('../../lib/markdown')
  const { introduction, chunks } = reread(found.content)
  c.header('X-Robots-Tag', 'noindex, nofollow')
  return c.render(
    <PublicPlanPage
      title={found.title}
      secret={secret}
      isSignedIn={readCookie(c, 'session') !== undefined}
      owner={found.owner}
      introduction={shownIntroduction(introduction, found.title, rendered)}
      chunks={chunks.map((chunk) => shownChunk(chunk, rendered))}
    />,
    { title: found.title, isUnlisted: true },
  )
})
