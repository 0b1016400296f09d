import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from './support/client'
import { kindForms, tableOf } from './support/kind-forms'

/** A form of each kind that a list of pages has. */
const forms = {
  ...kindForms,
  sessions: { title: 'Harbour', date: '2026-03-01', started_at: '9:00', ended_at: '10:00' },
}

/** Their lists are no pages of rows, or their rows cannot be copied. */
const apart = ['plans', 'reviews', 'evidence', 'reports', 'views']

/** The page of each that goes on, where it is not called like the kind; upcoming meetings and check-ins have none. */
const lists: Record<string, string | undefined> = { tasks: '/tasks/all', meetings: undefined, energy: undefined }

const copied = 130

/** Copies the one row of a kind, with what has to differ in each: ids, names, and places in another order. */
const copyRows = async ({ userId }: Client, table: string) => {
  const columns = (await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)).map(
    ({ name }) => name,
  )
  const values = columns.map((name) => {
    if (name === 'id') return "id || '-' || (1000 + value * 7919 % 1000)"
    if (name === 'number') return 'NULL'
    if (name === 'position') return '1 + value * 53 % 131'
    // People may have one name.
    if (/^(name_key|import_key)$/.test(name) || (name === 'name' && table !== 'people'))
      return `${name} || ' ' || value`
    return name
  })
  await env.DB.prepare(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${values.join(', ')} FROM ${table}
       JOIN (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${copied}) SELECT value FROM n)
     WHERE user_id = ?`,
  )
    .bind(userId)
    .run()
}

test.each(Object.entries(forms).filter(([kind]) => !apart.includes(kind)))(
  'behind a page whose last row was deleted come exactly the rows that did not stand before: %s',
  async (kind, form) => {
    const client = await signedIn({ time_zone: 'Etc/UTC' })
    expect((await client.post(`/${kind}`, form)).status).toBe(303)
    const table = tableOf(kind)
    await copyRows(client, table)
    const all = (await rows<{ id: string }>(`SELECT id FROM ${table} WHERE user_id = ?`, client.userId)).map(
      ({ id }) => id,
    )
    expect(all).toHaveLength(copied + 1)

    const inPages: string[] = []
    let href = kind in lists ? lists[kind] : `/${kind}`
    for (let pages = 0; href !== undefined && pages < 20; pages += 1) {
      const html = await (await client.get(href)).text()
      const shown = [...html.matchAll(/<li id="[a-z-]+-(\d[^" ]*)" class="row/g)].map(([, id = '']) => id)
      inPages.push(...shown)
      href = /<a [^>]*href="([^"]*[?&;](?:after|cursor)=[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      const last = shown.at(-1)
      if (href && last) expect((await client.post(`/${kind}/${last}/delete`)).status).toBe(303)
    }
    if (!(kind in lists) || lists[kind]) expect(inPages.toSorted()).toEqual(all.toSorted())

    const left = (
      await rows<{ id: string }>(`SELECT id FROM ${table} WHERE user_id = ? AND deleted_at IS NULL`, client.userId)
    ).map(({ id }) => id)
    const inApi: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query = new URLSearchParams({ limit: '40', ...(cursor && { cursor }) })
      const page = await client.json('GET', `/api/v1/${kind}?${query}`)
      const found: { items: { id: string }[]; next_cursor: string | null } = await page.json()
      inApi.push(...found.items.map(({ id }) => id))
      cursor = found.next_cursor
      if (cursor) await client.json('DELETE', `/api/v1/${kind}/${inApi.at(-1)}`)
    }
    expect(inApi.toSorted()).toEqual(left.toSorted())
  },
)
