import { Hono } from 'hono'
import { closeSockets } from '../../lib/db/open-pages'
import type { App } from '../../lib/env'
import { clearBrowser, readSessionCookie, sha256Hex } from '../../lib/secrets'
import { bearerToken } from './bearer'
import { magicLink } from './magic-link/routes'
import { programs, signOutProgram } from './programs/routes'
import * as q from './queries'
import { nextPath, showSignIn } from './sign-in'
import { browserUser } from './signed-in'

export const signIn = new Hono<App>().get('/', async (c) => {
  const next = nextPath(c)
  return (await browserUser(c)) ? c.redirect(next, 303) : showSignIn(c, { next })
})

export const auth = new Hono<App>()
  .post('/sign-out', async (c) => {
    const bearer = bearerToken(c)
    if (bearer !== undefined) return signOutProgram(c, bearer)
    const session = await readSessionCookie(c)
    if (session) {
      await q.deleteSession(c.env.DB, await sha256Hex(session.secret)).run()
      closeSockets(c.env.DB, session.userId)
    }
    clearBrowser(c)
    return c.redirect('/sign-in', 303)
  })

  .route('/', magicLink)
  .route('/', programs)
