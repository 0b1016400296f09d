import { loadRoutes } from '../../../functions/app'
import { origin, request } from '../client'
import { type Setting, settingOf } from './values'

/** Routes for browsers; test/api has those for programs. */
const known = new Set(
  (await loadRoutes())
    .filter(({ method, path }) => method !== 'ALL' && !/^\/(api\/|(mcp|sync)$)/.test(path))
    .map(({ method, path }) => `${method} ${path}`),
)
const pathsOf = (method: string) =>
  [...known].filter((route) => route.startsWith(`${method} `)).map((route) => route.slice(method.length + 1))

export const writes = pathsOf('POST')
export const reads = pathsOf('GET')
/** Writes of a signed-in person. */
export const ownWrites = writes.filter((path) => !/^\/(auth|dev)\//.test(path))

export const fragmentHeaders = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

/** A person with one goal, project and session. `send` replaces their ids in paths. */
export const hostilePerson = async () => {
  const { client, ids } = await settingOf('goals')
  const withIds = (path: string) =>
    path.replace(/\/(goals|projects|sessions)\/:id/, (_, table: keyof Setting['ids']) => `/${table}/${ids[table]}`)
  const send = (path: string, init: RequestInit, headers: Record<string, string> = {}) =>
    request(withIds(path), { ...init, headers: { Cookie: client.cookie, Origin: origin, ...headers } })
  return { client, ids, send }
}

export type HostilePerson = Awaited<ReturnType<typeof hostilePerson>>
