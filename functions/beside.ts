import { Hono } from 'hono'
import { requestedOrg } from './context/requested'
import { startSubject } from './ledger/resolve-subject'
import type { App } from './lib/env'
import { besideSignIn } from './lib/load'
import { allOrgs } from './lib/org'
import { ExplainQuery } from './stats/explain/schema'
import { startExplain } from './stats/explain/view'

/** Reads that are sent with the sign-in, because others wait for them. */
export const beside = new Hono<App>()
  .use(
    '*',
    besideSignIn((c, userId) => {
      const subject = c.req.query('subject')
      return subject === undefined || c.req.method !== 'GET' ? [] : startSubject(c.env.DB, userId, subject)
    }),
  )
  .use(
    '/stats/explain',
    besideSignIn((c, userId) => {
      const { data: query } = ExplainQuery.safeParse(c.req.query())
      return query ? startExplain(c.env.DB, userId, query, requestedOrg(c).org !== allOrgs) : []
    }),
  )
