import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { browserSignIn } from './browser'
import { githubConfig } from './config'
import { extensionSignIn } from './extension'

/** Answers 404 when GitHub is not configured. */
export const github = new Hono<App>()
  .use('/github/*', async (c, next) => {
    githubConfig(c.env)
    await next()
  })
  .route('/', browserSignIn)
  .route('/', extensionSignIn)
