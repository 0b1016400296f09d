import { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../../lib/env'
import { factsOf } from '../../lib/feature'
import { form } from '../../lib/http/form'
import { pageOnScreen, redirectTo } from '../../lib/http/respond'
import { isOrg } from '../../lib/org'
import { chooseOrg, listUrlOf, withOrg } from './middleware'

const message = 'Choose all, Personal, or an organization'

const Choice = z.object({ org: z.string(message).refine(isOrg, message) })

/** Chooses the context on this device, and redirects to the same page in that context. */
export const contextRoutes = new Hono<App>().post(
  '/',
  form(Choice, 'Organization', () => <p class="notice">{message}.</p>),
  (c) => {
    const { org } = c.req.valid('form')
    chooseOrg(c, org)
    const page = listUrlOf(pageOnScreen(c) ?? new URL('/', c.req.url))
    return redirectTo(c, withOrg(factsOf('GET', page.pathname).followsOrg ? page : new URL('/', page), org))
  },
)
