import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { recoverableSince } from '../../functions/lib/db/recoverable'
import { clientOf } from '../../functions/lib/org'
import { readDescription } from './api/description'
import { type Client, cost, rows, signedIn, text } from './client'
import { escaped } from './html'
import { dump } from './table-dump'

export type TextFields = Record<string, string>
type Stored = Record<string, unknown>
type Paths = {
  /** The page that lists the rows. */
  list: string
  /** Where a new row is posted, and where the paths of rows begin. */
  pages: string
  api: string
}

type Edited = {
  /** A form that changes the row, and what both versions of it show in a conflict. */
  form: TextFields
  shown: [added: string, edited: string]
  /** Members that a PATCH changes. */
  patch: object
  /** Its form is a page, never in a row. */
  onPage?: boolean
}

/** How one kind of row is added and edited, for `actsLikeAResource`. */
type ResourceKind = {
  /** `project` */
  name: string
  table: string
  /** Creates the rows that a new account needs first. */
  paths: (client: Client) => Paths | Promise<Paths>
  /** The path of a new account in the OpenAPI document, and its section. */
  described: { path: string; item: string; tag: string }
  form: TextFields
  /** Columns as a form fills them, where these are not texts. */
  stored?: (form: TextFields) => Stored
  /** A form that is refused, with a message next to the field; `kept` names a field whose text stays. */
  invalid: { form: TextFields; message: string; kept: string }
  body: object
  /** A body that is refused, and the member that is wrong. */
  invalidBody: { body: object; path: string }
  /** Rows that are replaced instead of edited have none. */
  edited?: Edited
  /** Path after `pages` that deletes a row, by the row; `/<id>/delete` without it. */
  deletePath?: (row: Stored) => string
  /** Rows that a PUT makes: path after `api`, by the row. They have no page or JSON of their own. */
  putPath?: string
}

/** The path of the Undo that a fragment or the flash of a redirect offers. */
const undoOf = async (answer: Response) => {
  const flash = /flash=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '')?.[1]
  if (flash) return JSON.parse(decodeURIComponent(flash)).undo ?? ''
  return /data-toast.*?hx-post="([^"]*)"/s.exec(await answer.text())?.[1]?.replaceAll('&amp;', '&') ?? ''
}

/** Tests the contract of every kind of row that `lib/resource` serves. */
export const actsLikeAResource = (kind: ResourceKind) => {
  const { name, table, form, invalid, edited, body, putPath } = kind
  const deletePath = kind.deletePath ?? (({ id }: Stored) => `/${id}/delete`)

  const account = async () => {
    const client = await signedIn()
    const paths = await kind.paths(client)
    const part = { part: true, page: paths.list }
    const present = () =>
      rows<Stored>(
        `SELECT *${table === 'projects' ? `, ${clientOf()} AS client` : ''} FROM ${table} WHERE user_id = ? ORDER BY seq`,
        client.userId,
      ).then((all) => all.filter(({ deleted_at = null }) => deleted_at === null))
    const add = async () => {
      expect((await client.post(paths.pages, form)).status).toBe(303)
      const row = (await present()).at(-1)
      if (!row) throw new Error(`no ${name} was added`)
      return { row, url: `${paths.pages}/${row.id}` }
    }
    const addJson = (more: Record<string, string> = {}) =>
      putPath ? client.json('PUT', paths.api + putPath, body) : client.json('POST', paths.api, body, more)
    return { client, ...paths, part, ways: [{}, part], present, add, addJson }
  }

  describe(`a ${name}`, () => {
    test('is added with and without script, and Undo takes it back', async () => {
      const { client, pages, part, present } = await account()
      const plain = await client.post(pages, form)
      expect([plain.status, plain.headers.get('Location')]).toEqual([303, expect.stringMatching(/^\/\w/)])
      const [row] = await present()
      expect(row).toBeDefined()
      await client.post(pages + deletePath(row ?? {}))
      expect(await present()).toEqual([])
      const fragment = await client.post(pages, form, part)
      const html = await fragment.text()
      expect([fragment.status, html.includes('<html')]).toEqual([200, false])
      expect(await present()).toHaveLength(1)
      const undo = await undoOf(new Response(html))
      // The page of a new goal or plan has Delete.
      if (undo) await client.post(undo, {}, part)
      expect(await present()).toHaveLength(undo ? 0 : 1)
    })

    test('that is invalid is refused, with and without script, and keeps what was typed', async () => {
      const { client, pages, ways, add, present } = await account()
      const { row, url } = await add()
      const before = await present()
      for (const path of edited ? [pages, url] : [pages]) {
        for (const how of ways) {
          const answer = await client.post(path, { ...invalid.form, seq: String(row.seq) }, how)
          const html = await answer.text()
          expect([answer.status, html.includes('<html')]).toEqual([422, !('part' in how)])
          expect(html).toContain(invalid.message)
          expect(html).toContain(escaped(invalid.form[invalid.kept] ?? 'nothing'))
          expect(html).toContain('aria-invalid="true"')
        }
      }
      expect(await present()).toEqual(before)
    })

    test('is deleted with and without script, and Undo brings it back as it was', async () => {
      const { client, pages, ways, add, present } = await account()
      const { row } = await add()
      const content = ({ seq, ...values }: Stored) => values
      for (const how of ways) {
        const deleted = await client.post(pages + deletePath(row), {}, how)
        expect(deleted.status).toBe('part' in how ? 200 : 303)
        expect(await present()).toEqual([])
        if (edited) expect(await text(client.get('/deleted'))).toContain(`/${row.id}/restore`)
        const undo = await undoOf(deleted)
        for (let times = 0; times < 2; times += 1) {
          expect((await client.post(undo, {}, how)).status).toBe('part' in how ? 200 : 303)
          expect((await present()).map(content)).toEqual([content(row)])
        }
      }
    })

    describe('in the API', () => {
      test('is added, listed and deleted', async () => {
        const { client, api, addJson } = await account()
        const added = await addJson()
        const item = await added.json<Stored>()
        const { items } = await (await client.json('GET', api)).json<{ items: Stored[] }>()
        expect(items).toEqual([item])
        const at = putPath ? api + putPath : `${api}/${item.id}`
        if (!putPath) {
          expect([added.status, added.headers.get('Location')]).toEqual([201, at])
          expect(await (await client.json('GET', at)).json()).toEqual(item)
        }
        expect((await client.json('DELETE', at)).status).toBe(204)
        for (const method of putPath ? ['DELETE'] : ['GET', 'PATCH', 'DELETE']) {
          expect((await client.json(method, at, method === 'PATCH' ? edited?.patch : undefined)).status).toBe(404)
        }
        expect(await (await client.json('GET', api)).json()).toEqual({ items: [], next_cursor: null })
      })

      test('that is invalid is refused by the name of what is wrong', async () => {
        const { client, api, addJson } = await account()
        await addJson()
        const before = await dump(client.userId)
        for (const [wrong, path] of [
          [kind.invalidBody.body, kind.invalidBody.path],
          [{ ...body, unknown: 1 }, 'unknown'],
        ] as const) {
          const answer = await client.json(putPath ? 'PUT' : 'POST', api + (putPath ?? ''), wrong)
          expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
          expect([answer.status, await answer.json()]).toEqual([
            422,
            expect.objectContaining({ code: 'invalid', errors: [{ path, message: expect.any(String) }] }),
          ])
        }
        expect(await dump(client.userId)).toBe(before)
      })

      test('costs little when nothing has changed', async () => {
        const { client, api, addJson } = await account()
        const { id } = await (await addJson()).json<{ id: string }>()
        for (const path of putPath ? [api] : [api, `${api}/${id}`]) {
          const etag = (await client.json('GET', path)).headers.get('ETag') ?? ''
          const unchanged = await client.json('GET', path, undefined, { 'If-None-Match': `"other", W/${etag}` })
          expect([unchanged.status, await unchanged.text(), unchanged.headers.get('ETag')]).toEqual([304, '', etag])
          expect(cost(unchanged).read).toBeLessThanOrEqual(4)
        }
        const etag = (await client.json('GET', api)).headers.get('ETag') ?? ''
        await client.json('DELETE', putPath ? api + putPath : `${api}/${id}`)
        expect((await client.json('GET', api, undefined, { 'If-None-Match': etag })).status).toBe(200)
        expect((await client.json('GET', `${api}?limit=0`)).status).toBe(422)
      })

      test('is described for OpenAPI', async () => {
        const { paths } = await readDescription()
        const { path, item, tag } = kind.described
        const expected: Record<string, Record<string, string[]>> = putPath
          ? { [path]: { get: ['200', '304'] }, [item]: { put: ['200'], delete: ['204', '404'] } }
          : {
              [path]: { get: ['200', '304'], post: ['201', '422'] },
              [item]: { get: ['200', '304', '404'], patch: ['200', '404', '409'], delete: ['204', '404'] },
            }
        for (const [at, methods] of Object.entries(expected)) {
          for (const [method, statuses] of Object.entries(methods)) {
            const operation = paths[at]?.[method]
            expect([operation?.tags, Object.keys(operation?.responses ?? {})]).toEqual([
              [tag],
              expect.arrayContaining(statuses),
            ])
          }
        }
      })
    })

    if (edited) actsLikeAnEditedRow(kind, edited, account)
  })
}

type Account = {
  client: Client
  api: string
  pages: string
  part: { part: boolean; page: string }
  ways: { part?: boolean; page?: string }[]
  present: () => Promise<Stored[]>
  add: () => Promise<{ row: Stored; url: string }>
  addJson: () => Promise<Response>
}

const actsLikeAnEditedRow = (
  { name, table, form, stored = (values) => values }: ResourceKind,
  edited: Edited,
  account: () => Promise<Account>,
) => {
  test('has forms with and without script', async () => {
    const { client, part, add } = await account()
    const { row, url } = await add()
    const page = await text(client.get(`${url}/edit`))
    expect(page).toContain(`action="${url}"`)
    expect(page).not.toContain(`hx-post="${url}"`)
    if (edited.onPage) return
    const inRow = await text(client.get(`${url}/edit`, part))
    expect(inRow).toMatch(
      new RegExp(`^<li class="[^"]*editing" id="${name.replaceAll(' ', '-')}-${row.id}"[^>]* hx-morph-skip`),
    )
    expect(inRow).toContain(`hx-post="${url}"`)
    expect(inRow).toContain(`name="seq" value="${row.seq}"`)
    expect(await text(client.get(url, part))).toContain(`id="${name.replaceAll(' ', '-')}-${row.id}"`)
  })

  test('is edited with and without script, by the version that the form was made from', async () => {
    const { client, ways, add, present } = await account()
    const { row, url } = await add()
    for (const how of ways) {
      const [{ seq } = row] = await present()
      const values = 'part' in how ? form : edited.form
      const answer = await client.post(url, { ...values, seq: String(seq) }, how)
      expect(answer.status).toBe('part' in how ? 200 : 303)
      expect((await present())[0]).toMatchObject(stored(values))
    }
    const before = await present()
    for (const seq of ['', '-1', 'x']) {
      for (const how of ways) expect((await client.post(url, { ...edited.form, seq }, how)).status).toBe(422)
    }
    expect(await present()).toEqual(before)
  })

  test('that was edited meanwhile shows both versions, and keeps the one that is chosen', async () => {
    const { client, ways, part, add, present } = await account()
    const { row, url } = await add()
    const [mine, theirs] = edited.shown
    expect((await client.post(url, { ...edited.form, seq: String(row.seq) })).status).toBe(303)
    const [saved] = await present()
    for (const how of ways) {
      const answer = await client.post(url, { ...form, seq: String(row.seq) }, how)
      const html = await answer.text()
      expect(answer.status).toBe(409)
      expect(html).toContain(`This ${name} was changed while you were editing. Nothing you typed is lost.`)
      for (const words of [mine, theirs]) expect(html).toContain(`<bdi>${words}</bdi>`)
      expect(html.match(/<span class="grey">[^<]*:<\/span>/g)).toHaveLength(2)
      expect(html).toContain(`name="seq" value="${saved?.seq}"`)
      expect(/^<li class="[^"]*editing"[^>]* hx-morph-skip/.test(html)).toBe('part' in how && !edited.onPage)
    }
    expect((await client.post(url, { ...edited.form, seq: String(row.seq) }, part)).status).toBe(200)
    expect(await present()).toEqual([saved])
    expect((await client.post(url, { ...form, seq: String(saved?.seq) }, part)).status).toBe(200)
    expect((await present())[0]).toMatchObject(stored(form))
  })

  test('can be restored for 30 days and not after', async () => {
    const { client, ways, add } = await account()
    const { row, url } = await add()
    await client.post(`${url}/delete`)
    for (const path of ['', '/edit']) expect((await client.get(url + path)).status).toBe(404)
    for (const path of ['', '/delete']) {
      expect((await client.post(url + path, { ...form, seq: String(row.seq) })).status).toBe(404)
    }
    const old = recoverableSince(Date.now()) - 1
    await env.DB.prepare(`UPDATE ${table} SET deleted_at = ? WHERE id = ?`).bind(old, row.id).run()
    for (const how of ways) expect((await client.post(`${url}/restore`, {}, how)).status).toBe(404)
    expect(await rows<Stored>(`SELECT deleted_at FROM ${table} WHERE id = ?`, row.id)).toEqual([{ deleted_at: old }])
    const recent = old + 60_000
    await env.DB.prepare(`UPDATE ${table} SET deleted_at = ? WHERE id = ?`).bind(recent, row.id).run()
    expect((await client.post(`${url}/restore`)).status).toBe(303)
    expect(await rows<Stored>(`SELECT deleted_at FROM ${table} WHERE id = ?`, row.id)).toEqual([{ deleted_at: null }])
  })

  test('is edited in the API, and an edit of an older version is refused with the present one', async () => {
    const { client, api, addJson } = await account()
    const item = await (await addJson()).json<{ id: string; seq: number }>()
    const { id, seq } = item
    const at = `${api}/${id}`
    const patched = await client.json('PATCH', at, { ...edited.patch, seq })
    const current = await patched.json()
    const moved = { seq: expect.any(Number), updated_at: expect.any(String) }
    expect([patched.status, current]).toEqual([200, { ...item, ...edited.patch, ...moved }])
    const stale = await client.json('PATCH', at, { ...edited.patch, seq })
    expect([stale.status, await stale.json()]).toEqual([409, expect.objectContaining({ code: 'stale', current })])
    expect((await client.json('PATCH', at, edited.patch)).status).toBe(200)
  })
}
