import type { Kind } from '../lib/kinds'
import { kindEntries } from '../lib/kinds'
import { isOrg, type Org } from '../lib/org'

/** Pages that follow the context. The others are about the person, or manage what organizations share. */
const following =
  /^\/(action-items|capture|cards|clients(?=$|\/time)|day|energy|evidence|feedback|goals|learnings|meetings|people|plans|projects|review|reviews|search|sessions(\.csv)?|skills|stats(?!\/(cards|repos))(\.csv)?|tasks|timer)?(\/|$)/

export const followsContext = (path: string) => following.test(path)

/** The context that an address names; undefined for one that names none. */
export const orgOfAddress = (url: URL | null): Org | undefined => {
  const org = url?.searchParams.get('org')
  return isOrg(org) ? org : undefined
}

/** An address with a context in place of its own. */
export const withOrg = (address: URL, org: Org) => {
  const url = new URL(address)
  url.searchParams.set('org', org)
  return url.pathname + url.search
}

export type NamedRow = { kind: Kind; id: string }

/** Path of the list of a kind: what stands before the id of a row. */
const listPath = (path: (id: string, parentId: string | null) => string) => path('', '').replace(/\/$/, '')

const lists = kindEntries
  .filter(([, { parent }]) => parent === undefined)
  .map(([kind, { path }]): [string, Kind] => [listPath(path), kind])

/** The row that a page is about; it may not exist. */
export const rowOfPath = (path: string): NamedRow | null => {
  const [, list = '', id = ''] = /^(\/[a-z-]+)\/([\w.:-]{1,100})(\/|$)/.exec(path) ?? []
  const kind = lists.find(([known]) => known === list)?.[1]
  return kind && id !== 'new' ? { kind, id } : null
}

/** A page, or the list of what it is about: another context may not have that row. */
export const withoutRow = (address: URL) => {
  if (rowOfPath(address.pathname) === null) return address
  return new URL(`/${address.pathname.split('/')[1] ?? ''}`, address)
}
