import type { Context } from 'hono'
import { type WhitelistHead, whitelistVersion } from '../app-rules/effective-rule'
import { readEarned } from '../app-rules/unlock-condition'
import { hasIfMatch, requireTag } from '../lib/api/request'
import type { App } from '../lib/env'
import { personHead } from '../lib/head'
import { todayOf } from '../lib/now'

export const versionAt = <E extends App>(c: Context<E>, head: WhitelistHead) => {
  const earned = readEarned(head.earned, c.var.user.preferences, todayOf(c))
  return { earned, version: whitelistVersion(head, earned) }
}

/** @throws ProblemError 412 when `If-Match` names another version of the list of apps */
export const requireWhitelistTag = async <E extends App>(c: Context<E>) => {
  if (hasIfMatch(c)) requireTag(c, `"${versionAt(c, await personHead(c.env.DB, c.var.user.id)).version}"`)
}
