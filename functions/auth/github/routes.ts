import { Hono } from 'hono'
import { except } from 'hono/combine'
import { extensionCors } from '../../lib/cors'
import type { App } from '../../lib/env'
import { browserSignIn } from './browser'
import { githubConfig } from './config'
import { extensionSignIn } from './extension'

/** Sign-in with GitHub, of browsers and of the browser extension; where it is not set up there is nothing. */
export const github = new Hono<App>()
  // Only the extension's own call is for other origins; GitHub leads people to the same path.
  .use(
    '/github/callback',
    except((c) => c.req.method === 'GET', extensionCors),
  )
  .use('/github/*', async (c, next) => {
    githubConfig(c.env)
    await next()
  })
  .route('/', browserSignIn)
  .route('/', extensionSignIn)
