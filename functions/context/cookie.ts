import type { Context } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import { allOrgs, isOrg, type Org } from '../lib/org'
import { isSecure, writeCookie } from '../lib/session-cookie'

/** Seconds. */
const kept = 400 * 24 * 60 * 60

const name = (c: Context) => (isSecure(c) ? '__Host-org' : 'org')

/** The context that was chosen on this device. */
export const chosenOrg = (c: Context): Org => {
  const org = getCookie(c, name(c))
  return isOrg(org) ? org : allOrgs
}

export const chooseOrg = (c: Context, org: Org) => {
  if (org === allOrgs) deleteCookie(c, name(c), { path: '/', secure: isSecure(c) })
  else writeCookie(c, name(c), org, kept)
}
