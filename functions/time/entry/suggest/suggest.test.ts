import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { actOn } from '../../../data/changes/testing'
import { Preferences } from '../../../lib/preferences'
import { put, putGoal, putProject } from '../../sessions/testing'
import { interpret, parseEntry, readEntry } from '../interpret'
import { lines, offered, personAtNoon } from '../testing'
import { writeName, writeNewName } from './typed-line'

let client: Client
beforeEach(async () => {
  client = await personAtNoon()
})

describe('a project behind @', () => {
  test('is found by the beginning of any word of its name, without case and accents', async () => {
    await putProject(client, 'Harbour Clinic')
    await putProject(client, 'Über uns')
    await putProject(client, 'Thesis')
    await putProject(client, '東京 プロジェクト')
    for (const typed of ['@harb', '@HAR', '@cli', '@harbour cl']) {
      expect([typed, (await lines(client, typed))[0]]).toEqual([typed, '@Harbour Clinic '])
    }
    expect(await lines(client, '25m call @u')).toContain('25m call @Über uns ')
    expect((await lines(client, '25m call @ube'))[0]).toBe('25m call @Über uns ')
    expect(await lines(client, '@プロ')).toContain('@東京 プロジェクト ')
    expect(await lines(client, '@')).toContain('@Über uns ')
  })

  test('takes the word at the caret and leaves the rest', async () => {
    await putProject(client, 'Thesis')
    expect((await offered(client, '25m call @th| #deep'))[0]).toMatchObject({
      line: '25m call @Thesis #deep',
      caret: '25m call @Thesis '.length,
      selected: true,
    })
    expect((await lines(client, 'call @th|es 25m'))[0]).toBe('call @Thesis 25m')
  })

  test('is created only by choosing to, which is never selected by itself', async () => {
    await putProject(client, 'Thesis')
    const found = await offered(client, 'call @th')
    expect(found.map(({ words, selected }) => [words, selected])).toEqual([
      ['Thesis', true],
      ['Create “ th ”', false],
    ])
    expect(found[1]).toMatchObject({ line: 'call @th ', create: 'th' })
    expect(await offered(client, '@Quiet garden')).toMatchObject([
      { line: '@"Quiet garden" ', create: 'Quiet garden', selected: false },
    ])
    expect(await offered(client, '@thesis')).toEqual([])
    expect(await offered(client, '@Thesis call')).toEqual([])
    expect(await rows('SELECT name FROM projects WHERE user_id = ?', client.userId)).toEqual([{ name: 'Thesis' }])
  })

  test('that is archived is last and says so', async () => {
    const old = await putProject(client, 'Thesis')
    await putProject(client, 'Thermal baths')
    await client.post(`/projects/${old}/deactivate`)
    expect((await offered(client, '@the')).map(({ words }) => words)).toEqual([
      'Thermal baths',
      'Thesis archived',
      'Create “ the ”',
    ])
  })

  test('with a name that two clients share is written with its client', async () => {
    const acme = await putProject(client, 'Website', 'Acme')
    await putProject(client, 'Website', 'Petrel')
    const [first] = await offered(client, '25m fix @web')
    expect(first).toMatchObject({ line: '25m fix @Website, Acme ', words: 'Website Acme' })
    await client.post('/sessions/entry', { entry: first?.line ?? '' })
    expect(await rows('SELECT project_id, title FROM sessions WHERE user_id = ?', client.userId)).toEqual([
      { project_id: acme, title: 'fix' },
    ])
  })

  test('comes first when it was used lately', async () => {
    await putProject(client, 'Apples')
    const used = await putProject(client, 'Apricots')
    await put(client, '2026-03-09T08:00Z', 30, { project_id: used, time_zone: 'UTC' })
    expect((await lines(client, '@ap')).slice(0, 2)).toEqual(['@Apricots ', '@Apples '])
  })

  test('of somebody else is not offered', async () => {
    const other = await personAtNoon()
    await putProject(other, 'Theirs')
    await put(other, '2026-03-09T08:00Z', 30, { title: 'Their title', tags: ['theirs'] })
    expect((await offered(client, '@the')).map(({ words }) => words)).toEqual(['Create “ the ”'])
    expect(await offered(client, 'the')).toEqual([])
    expect((await offered(client, '#the')).map(({ words }) => words)).toEqual(['Create tag “ the ”'])
  })
})

test('an open goal is offered behind !, an ended one is not', async () => {
  await putGoal(client, 'Finish the thesis')
  const ended = await putGoal(client, 'Finish school')
  await client.post(`/goals/${ended}/cancel`)
  expect(await lines(client, '25m !fin')).toEqual(['25m !Finish the thesis '])
  expect(await lines(client, '25m !thes')).toEqual(['25m !Finish the thesis '])
  expect(await lines(client, 'wow !')).toEqual(['wow !Finish the thesis '])
})

test('a tag is offered by any of its words, archived ones last, a new one by name', async () => {
  await put(client, '2026-03-09T08:00Z', 30, { tags: ['deep work', 'deadline', 'Design'] })
  await actOn(client, '/tags', 'archive', 'deadline')
  expect(await lines(client, '#wor')).toEqual(['#deep work ', '#wor '])
  expect((await offered(client, 'x #de')).map(({ words }) => words)).toEqual(
    expect.arrayContaining(['# deep work', '# Design', 'Create tag “ de ”']),
  )
  expect(await offered(client, 'PR #12')).toEqual([])
})

describe('a title', () => {
  test('that was used lately fills in its project, goal and tags', async () => {
    const project_id = await putProject(client, 'Harbour Clinic')
    const goal_id = await putGoal(client, 'Open in May')
    await put(client, '2026-03-09T08:00Z', 30, { title: 'Writing report', project_id, goal_id, tags: ['deep work'] })
    const whole = 'Writing report @Harbour Clinic !Open in May #deep work '
    for (const typed of ['wri', 'rep', 'writing re', 'W'])
      expect([typed, await lines(client, typed)]).toEqual([typed, [whole]])
    expect(await lines(client, '25m wri')).toEqual([`25m ${whole}`])
    expect(await lines(client, '@Other wri')).toContain('@Other Writing report !Open in May #deep work ')
    expect(await lines(client, '')).toEqual([whole])
    expect(await lines(client, 'writing ')).toEqual([])
    expect((await offered(client, 'wri'))[0]).toMatchObject({ selected: false })
    await client.post('/sessions/entry', { entry: `20m ${whole}` })
    expect(
      await rows(
        'SELECT title, project_id, goal_id, tags FROM sessions WHERE user_id = ? ORDER BY number DESC LIMIT 1',
        client.userId,
      ),
    ).toEqual([{ title: 'Writing report', project_id, goal_id, tags: '["deep work"]' }])
  })

  test('that is used often comes before one that was used once', async () => {
    await put(client, '2026-03-09T18:00Z', 30, { title: 'Call the bank' })
    for (const day of ['05', '06', '07']) await put(client, `2026-03-${day}T08:00Z`, 30, { title: 'Call with Ana' })
    expect(await lines(client, 'cal')).toEqual(['Call with Ana ', 'Call the bank '])
  })

  test('with a mark or a time in it stays a title', async () => {
    await put(client, '2026-03-09T18:00Z', 30, { title: 'Reply to @ana 25m' })
    await put(client, '2026-03-09T19:00Z', 30, { title: 'Reply to @ben' })
    expect(await lines(client, 'rep')).toEqual(['Reply to \\@ben '])
  })
})

const name = fc
  .array(
    fc.constantFrom(
      ...['Harbour', 'Clinic', 'C#', '"x"', '\\', '25m', 'é', '@home', 'since', '9', '#2', '🎉', 'ל', ',', '!'],
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((words) => words.join(' '))
  .filter((text) => /[\p{L}\p{N}]/u.test(text))

test('a name that was chosen is read as that name, wherever it stands', () => {
  const zone = Preferences.parse({ time_zone: 'UTC' })
  const others = fc.array(name, { maxLength: 4 })
  fc.assert(
    fc.property(name, others, fc.constantFrom('', '25m ', 'call ', '25m call '), (chosen, more, before) => {
      const known = [chosen, ...more]
      const projects = known.map((one, index) => ({
        id: `${index}`,
        name: one,
        client: '',
        classification: 'work' as const,
        status: 'active' as const,
        color: 'slate' as const,
        organization_id: null,
        tech_stack: '[]',
        repository: null,
        seq: 1,
      }))
      const text = writeName('@', chosen)
      if (text === null) return
      const input = { text: `${before}${text}` }
      const names = { projects, goals: [], tags: [] }
      const line = readEntry(input, names, '2026-11-20')
      const { project } = interpret(line, input, names, { now: Date.now(), zone })
      expect(project).toMatchObject({ kind: 'own', name: chosen })
    }),
    { numRuns: runs(300) },
  )
})

test('a new name that was chosen is read whole', () => {
  fc.assert(
    fc.property(name, (chosen) => {
      const { project, title } = parseEntry(`call ${writeNewName('@', chosen)} now`, '2026-11-20')
      expect([project, title]).toEqual([chosen, 'call now'])
    }),
    { numRuns: runs(300) },
  )
})
