import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn, text } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { actOn, flashed, state, undoLast } from '../../data/changes/testing'
import { newSession, putAll, words } from '../../time/sessions/testing'

type Kind = 'session' | 'learning' | 'plan' | 'card' | 'feedback' | 'task'
const kinds: Kind[] = ['session', 'plan', 'card', 'learning', 'feedback', 'task']
const tables: Record<Kind, string> = {
  ...{ session: 'sessions', learning: 'learnings', plan: 'plans', card: 'cards', feedback: 'feedback', task: 'tasks' },
}

type Style = 'flow' | 'block'

/** A plan as people write one, with its tags as a flow list or a block list. */
const planOf = (id: string, tags: string[], style: Style = 'flow') => {
  const written = {
    flow: `tags: [${tags.map((tag) => JSON.stringify(tag)).join(', ')}] # mine\n`,
    block: tags.length > 0 ? `tags:\n${tags.map((tag) => `  - ${JSON.stringify(tag)}\n`).join('')}` : '',
  }
  return `---\nid: ${id}\ntitle: Plan ${id}\nupdated: 2026-01-01T00:00:00Z\n${written[style]}own: stays\n---\n# Text\n\n## Chunk 1: One {#one}\n\n**Status**: not-started\n`
}

const markdownOf = (client: Client, id: string) => text(client.get(`/api/v1/plans/${id}/markdown`))

let made = 0

/** Adds a row of a kind with these tags, and returns its id. */
const add = async (client: Client, kind: Kind, tags: string[], style?: Style) => {
  made += 1
  if (kind === 'session') {
    const session = newSession(Date.UTC(2026, 2, 1) + made * 3_600_000, 30, { tags })
    await putAll(client, [session])
    return session.id
  }
  if (kind === 'learning') return client.add('/learnings', { title: `Learning ${made}`, tags })
  if (kind === 'feedback') return client.add('/feedback', { content: `Feedback ${made}`, tags })
  if (kind === 'task') return client.add('/tasks', { title: `Task ${made}`, tags })
  if (kind === 'card') return client.add('/cards', { question: `Question ${made}`, answer: 'a', tags })
  const id = `p${made}`
  return client.add('/plans', { id, title: `Plan ${id}`, content: planOf(id, tags, style) })
}

const tagsOf = async (client: Client, kind: Kind, id: string) => {
  const [row] = await rows<{ tags: string }>(
    `SELECT tags FROM ${tables[kind]} WHERE user_id = ? AND id = ?`,
    client.userId,
    id,
  )
  return JSON.parse(row?.tags ?? 'null')
}

const remove = (client: Client, kind: Kind, id: string) => client.post(`/${tables[kind]}/${id}/delete`)
const restore = (client: Client, kind: Kind, id: string) => client.post(`/${tables[kind]}/${id}/restore`)

/** Every kind of row with `deep`, one more that is deleted, and one without it. */
const settle = async () => {
  const client = await signedIn()
  const ids: Record<string, string> = {}
  for (const kind of kinds) {
    ids[kind] = await add(client, kind, ['x', 'deep', 'focus'], 'block')
    ids[`deleted ${kind}`] = await add(client, kind, ['deep'])
    await remove(client, kind, ids[`deleted ${kind}`] ?? '')
    ids[`other ${kind}`] = await add(client, kind, ['Deep'])
  }
  return { client, ids }
}

describe('one list of tags', () => {
  test('counts each kind, on the page with links and in the API', async () => {
    const { client, ids } = await settle()
    const html = await text(client.get('/tags?q=deep'))
    expect(words(html)).toContain('deep 1 session , 1 plan , 1 card , 1 learning , 1 task , 1 feedback')
    const links = [...html.matchAll(/href="([^"]*)" data-figure="1"/g)].map(([, href]) => href)
    const lists = ['/cards', '/feedback', '/learnings', '/plans', '/tasks/all'].map((list) => `${list}?tag=deep`)
    expect(links).toEqual(expect.arrayContaining([...lists, '/sessions?subject=tag:%23deep']))
    const plans = await text(client.get('/plans?tag=deep'))
    expect(new Set([...plans.matchAll(/href="\/plans\/(p\d+)"/g)].map(([, id]) => id))).toEqual(new Set([ids.plan]))
    const { items } = await (await client.json('GET', '/api/v1/tags')).json<{ items: { tag: string }[] }>()
    expect(items).toContainEqual({
      tag: 'deep',
      status: 'active',
      session_count: 1,
      counts: { session: 1, plan: 1, card: 1, learning: 1, feedback: 1, task: 1 },
    })
  })

  test('suggests the tags of all kinds to every field of tags, and in the entry line', async () => {
    const client = await signedIn()
    await add(client, 'learning', ['only learned'])
    await add(client, 'plan', ['planned'])
    await add(client, 'card', ['carded'])
    for (const name of ['tags', 'tag', 'add_tags', 'remove_tags']) {
      const html = await text(client.get(`/tags/suggestions?${name}=ed`, { part: true }))
      const values = [...html.matchAll(/value="([^"]*)"/g)].map(([, tag]) => tag)
      expect(values).toEqual(['carded', 'only learned', 'planned'])
    }
    const lists = ['/cards', '/learnings', '/feedback']
    for (const path of [...lists, ...lists.map((list) => `${list}/new`), '/plans/new', '/sessions/new']) {
      expect(await text(client.get(path)), path).toContain('hx-get="/tags/suggestions"')
    }
    const line = await text(client.get('/sessions/entry/suggestions?entry=1h%20x%20%23only&caret=10', { part: true }))
    expect(line).toContain('only learned')
    await client.post('/sessions/entry', { entry: '25m reading #only learned' })
    expect(await rows('SELECT title, tags FROM sessions WHERE user_id = ?', client.userId)).toEqual([
      { title: 'reading', tags: '["only learned"]' },
    ])
  })
})

describe('a rename', () => {
  test('reaches every kind, deleted rows too, and leaves the rest of a plan as it was', async () => {
    const { client, ids } = await settle()
    const answer = await actOn(client, '/tags', 'rename', 'deep', { name: 'calm' })
    expect(flashed(answer)).toContain(
      'Renamed the tag “deep” to “calm”, 1 session, 1 plan, 1 card, 1 learning, 1 task and 1 feedback',
    )
    for (const kind of kinds) {
      expect(await tagsOf(client, kind, ids[kind] ?? ''), kind).toEqual(['x', 'calm', 'focus'])
      expect(await tagsOf(client, kind, ids[`deleted ${kind}`] ?? '')).toEqual(['calm'])
      expect(await tagsOf(client, kind, ids[`other ${kind}`] ?? '')).toEqual(['Deep'])
    }
    const markdown = await markdownOf(client, ids.plan ?? '')
    const expected = planOf(ids.plan ?? '', ['x', 'calm', 'focus'], 'block')
    expect(markdown.replace(/updated: .*/, '')).toBe(expected.replace(/updated: .*/, ''))
    expect(markdown).not.toContain('2026-01-01')
    const found = words(await text(client.get('/search?q=calm')))
    expect(found).toContain('6 results')
    for (const name of ['Plan', 'Card', 'Task', 'Learning', 'Feedback', 'Session']) expect(found).toContain(` ${name} `)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('leaves rows that were edited since as they are when it is undone, and says so', async () => {
    const { client, ids } = await settle()
    await actOn(client, '/tags', 'rename', 'deep', { name: 'calm' })
    await client.json('PATCH', `/api/v1/learnings/${ids.learning}`, { tags: ['mine'] })
    await client.json('PATCH', `/api/v1/cards/${ids.card}`, { answer: 'other' })
    await client.json('PATCH', `/api/v1/plans/${ids.plan}/chunks/one`, { status: 'completed' })
    const other = await add(client, 'plan', ['calm'])
    expect(flashed(await undoLast(client))).toContain('Kept 1 later edit.')
    expect(await tagsOf(client, 'learning', ids.learning ?? '')).toEqual(['mine'])
    expect(await tagsOf(client, 'card', ids.card ?? '')).toEqual(['x', 'deep', 'focus'])
    expect(await tagsOf(client, 'plan', ids.plan ?? '')).toEqual(['x', 'deep', 'focus'])
    const markdown = await markdownOf(client, ids.plan ?? '')
    expect(markdown).toContain('tags:\n  - "x"\n  - "deep"\n  - "focus"\nown')
    expect(markdown).toContain('**Status**: completed')
    expect(await tagsOf(client, 'plan', other)).toEqual(['calm'])
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('makes an edit that was begun before it stale', async () => {
    const { client, ids } = await settle()
    const seen = async (kind: Kind) =>
      (await rows<{ seq: number }>(`SELECT seq FROM ${tables[kind]} WHERE id = ?`, ids[kind] ?? ''))[0]?.seq ?? 0
    const [card, learning] = [await seen('card'), await seen('learning')]
    await actOn(client, '/tags', 'rename', 'deep', { name: 'calm' })
    const fields = { question: 'q', answer: 'a', title: 't', tags: 'deep' }
    expect((await client.post(`/cards/${ids.card}`, { ...fields, seq: card })).status).toBe(409)
    expect((await client.post(`/learnings/${ids.learning}`, { ...fields, seq: learning })).status).toBe(409)
  })

  test('leaves alone a plan whose front matter cannot be edited, and says so', async () => {
    const client = await signedIn()
    const content = '---\nid: odd\ntitle: Odd\ntags:\n  - &x deep\nother: *x\n---\n'
    await client.add('/plans', { title: 'Odd', id: 'odd', content })
    await add(client, 'card', ['deep'])
    const answer = await actOn(client, '/tags', 'delete', 'deep')
    expect(flashed(answer)).toContain('(1 plan left alone: its front matter can’t be edited)')
    expect(await text(client.get('/api/v1/plans/odd/markdown'))).toBe(content)
    expect(words(await text(client.get('/tags')))).toContain('deep 1 plan')
    await undoLast(client)
    expect(words(await text(client.get('/tags')))).toContain('deep 1 plan , 1 card')
  })

  test('takes tags as text, whatever is in them, in the markdown of plans too', async () => {
    const client = await signedIn()
    const names = ['<img src=x>', 'a"b', '🎨', 'עברית', 'e\u0301', 'é', "it's", 'x'.repeat(50), 'true', 'a: b', '\\']
    const others = names.map((_, n) => `${names[(n + 1) % names.length]?.slice(0, 40)} ${n}`)
    const id = await add(client, 'plan', names)
    for (const [n, tag] of names.entries()) {
      expect((await actOn(client, '/tags', 'rename', tag, { name: `# ${others[n]}` })).status).toBe(303)
    }
    expect(await tagsOf(client, 'plan', id)).toEqual(others)
    expect(await text(client.get('/tags'))).not.toMatch(/<img/)
    for (const _ of names) expect((await undoLast(client)).status).toBe(303)
    expect(await markdownOf(client, id)).toBe(planOf(id, names))
  })

  test('of a tag of a plan that is too long for the list is not offered', async () => {
    const client = await signedIn()
    await add(client, 'plan', ['y'.repeat(201), 'z'.repeat(200)])
    const html = await text(client.get('/tags'))
    expect(html).not.toContain('y'.repeat(201))
    expect(html).toContain('z'.repeat(200))
    expect((await actOn(client, '/tags', 'rename', 'z'.repeat(200), { name: 'short' })).status).toBe(303)
    expect(words(await text(client.get('/tags')))).toContain('short 1 plan')
  })
})

test('many rows are renamed and undone exactly', async () => {
  const client = await signedIn()
  for (let n = 0; n < 12; n += 1) {
    await add(client, 'plan', ['deep', `p${n}`], n % 2 === 0 ? 'block' : 'flow')
    for (const kind of ['learning', 'card'] as const) await add(client, kind, [`${kind} ${n}`, 'deep'])
    if (n < 5) await add(client, 'session', ['deep'])
  }
  const before = await state(client)
  expect((await actOn(client, '/tags', 'rename', 'deep', { name: 'calm' })).status).toBe(303)
  for (const kind of ['card', 'learning', 'plan'])
    expect(
      await rows(`SELECT id FROM ${kind}s WHERE user_id = ? AND tags LIKE '%"calm"%'`, client.userId),
    ).toHaveLength(12)
  expect(await wrongSums(client.userId)).toEqual([])
  await undoLast(client)
  expect(await state(client)).toBe(before)
})

/** A small world, and what is done to it. */
const names = ['Deep', 'deep', 'focus', 'a b', 'עמוק', "it's"]
const someTags = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 4 })
const world = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    tags: someTags,
    style: fc.constantFrom('flow' as const, 'block' as const),
    isDeleted: fc.nat(3).map((n) => n === 0),
  }),
  { minLength: 3, maxLength: 8 },
)
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        what: fc.constantFrom('rename' as const, 'delete' as const),
        tags: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
        to: fc.constantFrom(...names, 'new', 'new 2'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('toggle' as const), row: fc.nat(7) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('tag' as const), row: fc.nat(7), tags: someTags }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('undo' as const) }) },
  ),
  { minLength: 3, maxLength: 7 },
)

type ModelRow = { kind: Kind; id: string; tags: string[]; isDeleted: boolean }

/** Rows that a change touched: their tags before and after it. */
type Done = Map<string, { was: string[]; is: string[] }>

const same = (a: string[], b: string[]) => JSON.stringify(a) === JSON.stringify(b)

describe('any renames, merges, deletions and undos', () => {
  test('leave the tags and counts that a naive model has', async () => {
    await fc.assert(
      fc.asyncProperty(world, steps, async (start, taken) => {
        const client = await signedIn()
        const model: ModelRow[] = []
        for (const { kind, tags, style, isDeleted } of start) {
          const id = await add(client, kind, tags, style)
          if (isDeleted) await remove(client, kind, id)
          // Tags that differ only in case are one for the forms and the API.
          model.push({ kind, id, tags: await tagsOf(client, kind, id), isDeleted })
        }
        const changes: Done[] = []
        for (const step of taken) {
          if (step.what === 'undo') {
            const change = changes.pop()
            if (!change) continue
            expect((await undoLast(client)).status).toBe(303)
            for (const row of model) {
              const images = change.get(row.id)
              if (images && same(images.is, row.tags)) row.tags = images.was
            }
          } else if (step.what === 'toggle' || step.what === 'tag') {
            const row = model[step.row]
            if (!row || (step.what === 'tag' && row.isDeleted)) continue
            if (step.what === 'toggle') {
              await (row.isDeleted ? restore : remove)(client, row.kind, row.id)
              row.isDeleted = !row.isDeleted
            } else {
              const tags = step.tags.filter((tag) => tag !== 'Deep')
              const answer = await client.json('PATCH', `/api/v1/${tables[row.kind]}/${row.id}`, { tags })
              expect(answer.status).toBe(200)
              row.tags = tags
            }
          } else {
            const known = step.tags.filter((tag) => model.some((row) => !row.isDeleted && row.tags.includes(tag)))
            const from = known.filter((tag) => step.what === 'delete' || tag !== step.to)
            const answer = await actOn(client, '/tags', step.what, step.tags, { name: step.to })
            expect(flashed(answer).includes('/undo'), JSON.stringify(step)).toBe(from.length > 0)
            if (from.length === 0) continue
            const done: Done = new Map()
            for (const row of model) {
              if (!row.tags.some((tag) => from.includes(tag))) continue
              const put = step.what === 'delete' ? [] : [step.to]
              const isOther = (tag: string) =>
                from.includes(tag) || (step.what === 'rename' && tag.toLowerCase() === step.to.toLowerCase())
              const is = [...new Set(row.tags.flatMap((tag) => (isOther(tag) ? put : [tag])))]
              done.set(row.id, { was: row.tags, is })
              row.tags = is
            }
            changes.push(done)
          }
          for (const { kind, id, tags } of model) expect(await tagsOf(client, kind, id)).toEqual(tags)
          expect(await wrongSums(client.userId)).toEqual([])
          const { items } = await (await client.json('GET', '/api/v1/tags')).json<{
            items: { tag: string; counts: Record<Kind, number> }[]
          }>()
          const present = model.filter(({ isDeleted }) => !isDeleted)
          expect(items.map(({ tag }) => tag).sort()).toEqual([...new Set(present.flatMap(({ tags }) => tags))].sort())
          for (const { tag, counts } of items) {
            const count = (kind: Kind) => present.filter((row) => row.kind === kind && row.tags.includes(tag)).length
            expect(counts).toEqual(Object.fromEntries(kinds.map((kind) => [kind, count(kind)])))
          }
        }
      }),
      { numRuns: runs(50), endOnFailure: true },
    )
  })
})
