import { personal, program } from '../../functions/auth/programs/testing'
import { scopes } from '../../functions/lib/env'
import { hashed } from '../../functions/lib/secrets'
import { type Client, rows } from '../client'
import { pick } from './arbitrary'

/** Somebody of whom is known what they have: the ids by the path of the collection in which they stand. */
export type Person = {
  client: Client
  /** Paths of things by the path of the operation that reads one: `/api/v1/goals/{id}`. */
  things: Map<string, string[]>
  /** The last version and cursor that an address has answered. */
  etags: Map<string, string>
  cursors: Map<string, string>
  /** A personal token with every scope. */
  token: string
  /** The places of that token and of the browser, which are not among the things, lest they be ended. */
  places: string[]
}

export const personOf = async (client: Client): Promise<Person> => ({
  client,
  token: await personal(client.userId, [...scopes]),
  places: [
    `/api/v1/me/tokens/${(await rows('SELECT id FROM api_tokens WHERE user_id = ?', client.userId))[0]?.id}`,
    `/api/v1/me/devices/${await hashed(client.cookie.replace('session=', ''))}`,
  ],
  things: new Map(),
  etags: new Map(),
  cursors: new Map(),
})

/** Notes something that is there, at its address. @param template the path of the operations on it, with parameters in braces */
export const noteThing = ({ things, places }: Person, template: string, location: string) =>
  !places.includes(location) &&
  things.set(template, [...(things.get(template) ?? []).filter((one) => one !== location), location])

/** Notes that what stood at an address is gone, with all that stood under it. */
export const forgetThing = ({ things }: Person, location: string) => {
  for (const [template, locations] of things) {
    things.set(
      template,
      locations.filter((one) => one !== location && !one.startsWith(`${location}/`)),
    )
  }
}

/** Credentials of a person. The JWT is of a program that signed in just now: others can have been signed out. */
export const shownBy = async (
  { client, token }: Person,
  by: 'cookie' | 'program' | 'token',
): Promise<Record<string, string>> => {
  if (by === 'cookie') return { Cookie: client.cookie }
  const bearer = by === 'token' ? token : (await program(client.userId)).access_token
  return { Authorization: `Bearer ${bearer}` }
}

export const nowhere = '01a00000-0000-7000-8000-000000000000'

const someOf = (list: string[], number: number) => list[list.length - 1 - (number % Math.max(list.length, 1))]

/** An address of a thing under a template, of a person; undefined when they have none. */
export const placeOf = ({ things }: Person, template: string, number: number) =>
  someOf(things.get(template) ?? [], number)

const idsOf = ({ things }: Person, kind: string) =>
  (things.get(`/api/v1/${kind}/{id}`) ?? []).map((location) => location.split('/').at(-1) ?? '')

/** A generated value with the ids in it that it picks. */
export const filled = (value: unknown, own: Person, other: Person): unknown => {
  if (Array.isArray(value)) return value.map((item) => filled(item, own, other))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, own, other)]))
  }
  const [, kind, whose, number] = (typeof value === 'string' && pick.pattern.exec(value)) || []
  if (kind === undefined) return value
  if (whose === 'missing') return nowhere
  return someOf(idsOf(whose === 'own' ? own : other, kind), Number(number)) ?? nowhere
}
