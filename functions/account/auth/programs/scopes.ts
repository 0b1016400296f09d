import { factsOf } from '../../../areas'
import type { Scope } from '../../../lib/feature'

/** Scopes that a token lacks for a request, `none` where no token will do; undefined when it may. */
export const missingScopes = (granted: Scope[], method: string, path: string) => {
  const isRead = method === 'GET' || method === 'HEAD'
  const { scopes = { all: [isRead ? 'read' : 'write'] } } = factsOf(method, path)
  if (scopes === 'any') return undefined
  if (scopes === 'none') return 'none' as const
  if ('one' in scopes) return scopes.one.some((scope) => granted.includes(scope)) ? undefined : scopes.one.slice(0, 1)
  const missing = scopes.all.filter((scope) => !granted.includes(scope))
  return missing.length > 0 ? missing : undefined
}
