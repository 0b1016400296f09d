import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { browserSignIn } from './browser'
import { githubConfig } from './config'
import { extensionSignIn } from './extension'

/** Sign-in with GitHub, of browsers and of the browser extension; where it is not set up there is nothing. */
export const github = new Hono<App>()
  .use('/github/*', async (c, next) => {
    githubConfig(c.env)
    await next()
  })
  .route('/', browserSignIn)
  .route('/', extensionSignIn)
