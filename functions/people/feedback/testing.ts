import { expect } from 'vitest'
import type { Client } from '../../../test/support/client'

export const pageOf = async (client: Client, path: string) => (await client.get(path)).text()

/** Ids of the rows on a page, in their order. */
export const shownIn = (html: string) =>
  [...html.matchAll(/<li id="(?:task|feedback|learning|person|organization)-([0-9a-f-]{36})"/g)].map(([, id]) => id)

/** Ids of a list of the API. */
export const idsOf = async (client: Client, path: string) => {
  const { items } = await (await client.json('GET', path)).json<{ items: { id: string }[] }>()
  return items.map(({ id }) => id)
}

/** Expects a list to show that many rows over all of its pages, each once. */
export const expectRowsOverPages = async (client: Client, list: string, query: string, count: number) => {
  const shown: (string | undefined)[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await pageOf(client, `${list}?${query}&after=${after}`)
    shown.push(...shownIn(page))
    after = /after=([\w-]+)[^"]*" rel="next"/.exec(page)?.[1]
  }
  expect([new Set(shown).size, shown.length], query).toEqual([count, count])
}
