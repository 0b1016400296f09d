import type { Context, MiddlewareHandler } from 'hono'
import { remember } from '../lib/cost'
import type { App } from '../lib/env'
import { allOrgs, organizationOf } from '../lib/org'
import { flash } from '../lib/page'
import { rowOfPath, withOrg } from './address'
import { chooseOrg, chosenOrg } from './cookie'
import { rowInOrg } from './queries'
import { isPage, requestedOrg } from './requested'
import { orgTime } from './time'

const addressOf = (c: Context) => new URL(c.req.url)

/**
 * Sets the context of the request. A page has it in its address, so that a link shows the same.
 */
export const readContext: MiddlewareHandler<App> = async (c, next) => {
  const { org, isNamed } = requestedOrg(c)
  if (isPage(c) && !isNamed && (org !== allOrgs || chosenOrg(c) !== allOrgs))
    return c.redirect(withOrg(addressOf(c), org), 302)
  c.set('org', org)
  const { signInTime, user } = c.var
  c.set('orgTime', signInTime?.org === org ? signInTime : await orgTime(c.env.DB, { userId: user.id }, org))
  const row = isPage(c) && c.var.org !== allOrgs ? rowOfPath(addressOf(c).pathname) : null
  if (row) remember(c.env.DB, () => [rowInOrg(c.env.DB, c.var.user.id, c.var.org, row)])
  await next()
}

/** Name of the organization that is chosen; null for none, and for one that is gone. */
type Shown = { orgName: string | null }

/**
 * Redirects a page that the context does not show: to all, because the organization is gone, or because the row of the
 * page belongs to another. Null for a page that it shows.
 */
export const leaveContext = async (c: Context<App>, { orgName }: Shown) => {
  const { org = allOrgs, user } = c.var
  if (org === allOrgs || !isPage(c)) return null
  const address = addressOf(c)
  if (organizationOf(org) !== null && orgName === null) {
    if (chosenOrg(c) === org) chooseOrg(c, allOrgs)
    flash(c, { message: 'That organization doesn’t exist, so all are shown' })
    return c.redirect(withOrg(address, allOrgs), 303)
  }
  const row = rowOfPath(address.pathname)
  const isOutside = row !== null && (await rowInOrg(c.env.DB, user.id, org, row)) === false
  return isOutside ? c.redirect(withOrg(address, allOrgs), 303) : null
}
