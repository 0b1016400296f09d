import type { Context } from 'hono'
import type { App } from '../lib/env'
import { allOrgs, type Org } from '../lib/org'
import { cameFrom, wantsFragment, wantsJson } from '../lib/page'
import { followsContext, orgOfAddress } from './address'
import { chosenOrg } from './cookie'

export const isPage = (c: Context<App>) => c.req.method === 'GET' && !wantsFragment(c) && !wantsJson(c)

/** The context of the page that sent a request: a link leads on in it, and so does what the page asks for. */
const orgOfPage = (c: Context<App>) => orgOfAddress(URL.parse(cameFrom(c, '/'), c.req.url))

/**
 * The context of a request: that of its address, of the page that sent it, or the one chosen on the device. Programs
 * name it themselves. `isNamed` says that the address has it.
 */
export const requestedOrg = (c: Context<App>): { org: Org; isNamed: boolean } => {
  const address = new URL(c.req.url)
  const named = orgOfAddress(address)
  if (named !== undefined || wantsJson(c)) return { org: named ?? allOrgs, isNamed: true }
  if (isPage(c) && !followsContext(address.pathname)) return { org: allOrgs, isNamed: true }
  return { org: orgOfPage(c) ?? chosenOrg(c), isNamed: false }
}
