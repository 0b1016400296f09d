import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/settings/sign-in`: the ways in, and the devices that are signed in. */
export const signInSettings = new Hono<App>()
