import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/settings/sign-in/github`: the link to a GitHub account. */
export const githubSettings = new Hono<App>()
