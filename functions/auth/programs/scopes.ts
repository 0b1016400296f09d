import type { Scope } from '../../lib/env'

type ScopeRule = { method?: RegExp; path: RegExp; scopes: Scope[] | 'any' | 'none'; isOneEnough?: true }

/** Scopes by route; the first match counts. No token may open or close the account. */
const rules: ScopeRule[] = [
  { method: /^DELETE$/, path: /^\/api\/v1\/me$/, scopes: 'none' },
  { path: /^\/api\/v1\/me\/(devices|tokens)(\/|$)/, scopes: 'none' },
  // Revoking a device ends its token.
  { method: /^DELETE$/, path: /^\/api\/v1\/devices\//, scopes: 'none' },
  { method: /^GET$/, path: /^\/api\/v1\/me$/, scopes: 'any' },
  // Each tool asks for those of its route.
  { path: /^\/mcp$/, scopes: 'any' },
  { method: /^POST$/, path: /^\/(api\/v1\/)?sync$/, scopes: ['read', 'write'] },
  // Other people's data: a token with `read` alone does not reach it.
  { path: /^\/api\/v1\/admin\//, scopes: ['read', 'write'] },
  { method: /^(GET|HEAD)$/, path: /^\/api\/v1\/whitelist(\/check)?$/, scopes: ['usage', 'read'], isOneEnough: true },
  { method: /^POST$/, path: /^\/api\/v1\/usage$/, scopes: ['usage', 'write'], isOneEnough: true },
  { method: /^(GET|HEAD)$/, path: /^/, scopes: ['read'] },
  { path: /^/, scopes: ['write'] },
]

/** Scopes that a token lacks for a request, `none` where no token will do; undefined when it may. */
export const missingScopes = (granted: Scope[], method: string, path: string) => {
  const rule = rules.find((one) => one.path.test(path) && (one.method?.test(method) ?? true))
  if (!rule || rule.scopes === 'any') return undefined
  if (rule.scopes === 'none') return 'none' as const
  const missing = rule.scopes.filter((scope) => !granted.includes(scope))
  if (rule.isOneEnough) return missing.length < rule.scopes.length ? undefined : missing.slice(0, 1)
  return missing.length > 0 ? missing : undefined
}
