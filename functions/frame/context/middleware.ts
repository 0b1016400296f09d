import type { Context, MiddlewareHandler } from 'hono'
import { prefetchReads } from '../../lib/db/reads'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import {
  dropCookie,
  flash,
  pageOnScreen,
  readCookie,
  wantsFragment,
  wantsJson,
  writeCookie,
} from '../../lib/http/respond'
import { type Kind, kindEntries, kindEntry, kindInOrg } from '../../lib/kinds'
import {
  allOrgs,
  hasNoOrganization,
  isOrg,
  noOrg,
  type Org,
  type OrgTime,
  organizationOf,
  presentOrganizations,
} from '../../lib/org'

/**
 * Ledger subjects of a context: its projects, including deleted ones. Personal includes projects without an
 * organization and time without a project. A deleted organization has no subjects.
 */
const subjectsOfOrg = async (db: D1Database, userId: string, org: Org) => {
  const person = part`${userId}`
  const inside =
    org === noOrg
      ? hasNoOrganization(person, constant('organization_id'))
      : part`organization_id = ${org} AND organization_id IN (${presentOrganizations(person)})`
  const rows = await allRows<{ subject: string }>(sql(db)`
    SELECT 'project:' || id AS subject FROM projects WHERE user_id = ${userId} AND ${inside}`)
  const subjects = rows.map(({ subject }) => subject)
  return org === noOrg ? [...subjects, 'project:none'] : subjects
}

/** Time that belongs to a context; null for all time. */
export const orgTime = async (db: D1Database, userId: string, org: Org): Promise<OrgTime | null> =>
  org === allOrgs ? null : { org, subjects: await subjectsOfOrg(db, userId, org) }

/** The context in a URL; undefined if the URL names no context. */
export const orgOfAddress = (url: URL | null): Org | undefined => {
  const org = url?.searchParams.get('org')
  return isOrg(org) ? org : undefined
}

/** Copy of a URL with another context. */
export const withOrg = (address: URL, org: Org) => {
  const url = new URL(address)
  url.searchParams.set('org', org)
  return url.pathname + url.search
}

type NamedRow = { kind: Kind; id: string }

/** Path of a kind's list, which is the path of a row without its id. */
const listPath = (path: (id: string, parentId: string | null) => string) => path('', '').replace(/\/$/, '')

const lists = kindEntries
  .filter(([, { parent }]) => parent === undefined)
  .map(([kind, { path }]): [string, Kind] => [listPath(path), kind])

/** The row that a page path shows. The row may not exist. */
const rowOfPath = (path: string): NamedRow | null => {
  const [, list = '', id = ''] = /^(\/[a-z-]+)\/([\w.:-]{1,100})(\/|$)/.exec(path) ?? []
  const kind = lists.find(([known]) => known === list)?.[1]
  return kind && id !== 'new' ? { kind, id } : null
}

/** URL of a page. For the page of a row, the URL of its list, because another context may not contain the row. */
export const listUrlOf = (address: URL) => {
  if (rowOfPath(address.pathname) === null) return address
  return new URL(`/${address.pathname.split('/')[1] ?? ''}`, address)
}

/** Lifetime of the cookie, in seconds. */
const kept = 400 * 24 * 60 * 60

const cookie = 'org'

/** The context that was chosen on this device. */
const chosenOrg = (c: Context): Org => {
  const org = readCookie(c, cookie)
  return isOrg(org) ? org : allOrgs
}

export const chooseOrg = (c: Context, org: Org) => {
  if (org === allOrgs) dropCookie(c, cookie)
  else writeCookie(c, cookie, org, kept)
}

const isPage = (c: Context<App>) => c.req.method === 'GET' && !wantsFragment(c) && !wantsJson(c)

/** Context of the page that sent the request. Requests and links of a page stay in its context. */
const orgOfPage = (c: Context<App>) => orgOfAddress(pageOnScreen(c))

/**
 * Context of a request: from its URL, from the page that sent it, or as chosen on the device. API clients name it
 * themselves. `isNamed`: no redirect is needed to name the context in the URL.
 */
export const requestedOrg = (c: Context<App>): { org: Org; isNamed: boolean } => {
  const address = new URL(c.req.url)
  const named = orgOfAddress(address)
  if (named !== undefined || wantsJson(c)) return { org: named ?? allOrgs, isNamed: true }
  if (isPage(c) && !c.var.facts.followsOrg) return { org: allOrgs, isNamed: true }
  return { org: orgOfPage(c) ?? chosenOrg(c), isNamed: false }
}

/** True if the context contains the row; null if the row does not exist. */
const rowInOrg = async (db: D1Database, userId: string, org: Org, { kind, id }: NamedRow) => {
  const { table } = kindEntry(kind)
  const row = await sql(db)`
    SELECT ${kindInOrg(userId, org, kind)} AS inside
    FROM ${constant(table)}
    WHERE user_id = ${userId} AND id = ${id}`.first<{ inside: 0 | 1 }>()
  return row && row.inside === 1
}

const addressOf = (c: Context) => new URL(c.req.url)

/**
 * Sets the context of the request. Redirects a page without a context in its URL, so that a shared link shows the same.
 */
export const readContext: MiddlewareHandler<App> = async (c, next) => {
  const { org, isNamed } = requestedOrg(c)
  if (isPage(c) && !isNamed && (org !== allOrgs || chosenOrg(c) !== allOrgs))
    return c.redirect(withOrg(addressOf(c), org), 302)
  c.set('org', org)
  c.set('orgTime', await orgTime(c.env.DB, c.var.user.id, org))
  const row = isPage(c) && c.var.org !== allOrgs ? rowOfPath(addressOf(c).pathname) : null
  // The shell needs this row, too. Declaring the read lets both share a batch.
  prefetchReads(row && rowInOrg(c.env.DB, c.var.user.id, c.var.org, row))
  await next()
}

/** Name of the context's organization; null for other contexts, or if the organization is deleted. */
type Shown = { orgName: string | null }

/**
 * Redirects to the context "all" if the organization is gone, or if the row of the page belongs to a different one.
 * Null if the page can be shown.
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
