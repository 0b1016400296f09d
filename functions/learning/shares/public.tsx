import { Hono } from 'hono'
import { PublicPlanPage } from '../../../views/learning/shares/public'
import { RefusalPage } from '../../../views/learning/shares/refusal'
import { refusalAddress, refuseInvitations, refusesInvitations } from '../../account/mail/refusals'
import type { App } from '../../lib/env'
import { limitPublicPages } from '../../lib/http/rate-limit'
import { readCookie } from '../../lib/http/respond'
import { addressHash, logEvent } from '../../lib/log'
import { sha256Hex } from '../../lib/secrets'
import { renderChunk, renderIntroduction } from '../plan-pages/page-data'
import { partOfChunks } from '../plans/schema'
import { parseDerived } from '../plans/shared/document'
import { publicPlan } from './queries'

/**
 * `/invitations/:secret`: the holder of an address refuses further invitations by mail. It needs a button, because mail
 * scanners follow links.
 */
export const invitations = new Hono<App>()
  .get('/:secret', async (c) => {
    await limitPublicPages(c)
    const email = await refusalAddress(c.env, c.req.param('secret'))
    if (email === null) return c.notFound()
    const isRefused = await refusesInvitations(c.env, email)
    return c.render(<RefusalPage email={email} isRefused={isRefused} action={c.req.path} />, {
      title: 'Invitations by email',
      isUnlisted: true,
    })
  })

  .post('/:secret', async (c) => {
    await limitPublicPages(c)
    const email = await refusalAddress(c.env, c.req.param('secret'))
    if (email === null) return c.notFound()
    await refuseInvitations(c.env, email, Date.now())
    logEvent(c, 'invitations_refused', { address: await addressHash(c, email) })
    return c.redirect(c.req.path, 303)
  })

/** `/p/:secret`: public page of a plan. */
export const publicPlans = new Hono<App>().get('/:secret', async (c) => {
  await limitPublicPages(c)
  const secret = c.req.param('secret')
  const found = await publicPlan(c.env.DB, await sha256Hex(secret))
  if (!found) return c.notFound()
  const rendered = await import('../../lib/text/markdown')
  const { introduction, chunks } = parseDerived(found.content)
  const part = partOfChunks(chunks, c.req.query('chunk'))
  c.header('X-Robots-Tag', 'noindex, nofollow')
  return c.render(
    <PublicPlanPage
      title={found.title}
      secret={secret}
      isSignedIn={readCookie(c, 'session') !== undefined}
      owner={found.owner}
      introduction={renderIntroduction(introduction, found.title, rendered)}
      minutes={chunks.reduce((sum, { duration_minutes }) => sum + (duration_minutes ?? 0), 0)}
      part={{ ...part, chunks: part.chunks.map((chunk) => renderChunk(chunk, rendered)) }}
    />,
    { title: found.title, isUnlisted: true },
  )
})
