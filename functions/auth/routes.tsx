import { Hono } from 'hono'
import { SignInPage } from '../../views/auth/sign-in'
import { type App, isDevelopment } from '../lib/env'
import { isPathHere } from '../lib/page'
import { hashed } from '../lib/secrets'
import { clearSessionCookie, readSessionCookie } from '../lib/session-cookie'
import { bearerOf } from './bearer'
import { github } from './github/routes'
import { magicLink } from './magic-link/routes'
import { programs, signOutProgram } from './programs/routes'
import * as q from './queries'
import { visitor } from './signed-in'

export const auth = new Hono<App>()
  .get('/sign-in', async (c) => {
    if (await visitor(c)) return c.redirect('/', 303)
    const next = c.req.query('next')
    const demo = isDevelopment(c.env) && (await q.userByEmail(c.env.DB, q.demoEmail)) !== null
    return c.render(<SignInPage next={isPathHere(next) ? next : '/'} demo={demo} />, { title: 'Sign in' })
  })

  .post('/auth/sign-out', async (c) => {
    const bearer = bearerOf(c)
    if (bearer !== undefined) return signOutProgram(c, bearer)
    const id = readSessionCookie(c)
    if (id) await q.endSession(c.env.DB, await hashed(id))
    clearSessionCookie(c)
    return c.redirect('/sign-in', 303)
  })

  .route('/auth', magicLink)
  .route('/auth', programs)
  .route('/auth', github)
