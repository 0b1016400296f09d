import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { rows } from '../../test/client'
import { insertRows, shownRows, twoOrganizations } from '../../test/organizations'
import { runs } from '../../test/runs'

const someSkills = fc.array(
  fc.record({
    own: fc.nat(3),
    project: fc.nat(4),
    isSoft: fc.boolean(),
    needs: fc.boolean(),
    level: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 1, maxLength: 14 },
)

test('skills, their teams and filters are those of the context', async () => {
  const check = fc.asyncProperty(someSkills, async (generated) => {
    const { stamps, columns, contexts, isIn, get, listed, projects } = await twoOrganizations()
    const skills = generated.map((skill, index) => ({ ...skill, id: uuid(), name: `row ${index}.` }))
    await insertRows(
      'skills',
      skills.map(({ id, name, own, project, isSoft, needs, level }) => ({
        ...{ ...stamps, organization_id: columns({ own }).organization_id, id, name, name_key: name },
        ...{ category: isSoft ? 'soft_skill' : 'technical', confidence_level: level, level_on: '2026-01-01' },
        teams: needs ? JSON.stringify([{ team_name: `Team ${own}`, relevance: 'high' }]) : '[]',
        projects: JSON.stringify(projects.slice(project, project + 1)),
      })),
    )
    for (const org of contexts) {
      const own = skills.filter((skill) => isIn(org, { own: skill.own }))
      const names = (some: typeof own) => some.map(({ name }) => name).sort()
      const html = await get('/skills', org)
      expect([org, shownRows(html)]).toEqual([org, names(own)])
      const teams = new Set(own.filter(({ needs }) => needs).map((skill) => `Team ${skill.own}`))
      expect([...new Set(html.match(/Team \d/g))].sort()).toEqual([...teams].sort())
      for (const team of teams) {
        const needed = own.filter((skill) => skill.needs && `Team ${skill.own}` === team)
        expect(shownRows(await get(`/skills?team=${encodeURIComponent(team)}`, org))).toEqual(names(needed))
      }
      expect(shownRows(await get('/skills?category=soft_skill', org))).toEqual(
        names(own.filter(({ isSoft }) => isSoft)),
      )
      expect((await listed('/skills', org)).map(({ name }) => name).sort()).toEqual(names(own))
      const [first] = own
      const page = first ? await get(`/skills/${first.id}`, org) : ''
      for (const [index, name] of ['Acme', 'Beta', 'Gone', 'Own'].entries()) {
        if (first) expect(page.includes(`${name} project`)).toBe(isIn(org, { project: index }))
      }
    }
  })
  await fc.assert(check, { numRuns: runs(30) })
})

test('skills, people and projects are added to the context, and so are imported ones', async () => {
  const { client, acme, beta, gone, post, get } = await twoOrganizations()
  for (const path of ['/skills/new', '/projects/new', '/goals/new', '/people/new', '/learnings/new']) {
    expect([path, (await get(path, acme)).includes(`<option value="${acme}" selected`)]).toEqual([path, true])
    expect([path, /<option value="[^"]+-[^"]*" selected/.test(await get(path, 'none'))]).toEqual([path, false])
  }
  await post('/skills', { name: 'A' }, acme)
  await post('/projects', { name: 'A' }, acme)
  await post('/goals', { title: 'A' }, acme)
  await post('/goals/capture', { entry: 'B' }, acme, '/goals')
  await post('/people', { name: 'A' }, acme)
  await post('/skills', { name: 'B', organization_id: beta }, acme)
  await post('/projects', { name: 'B', organization_id: '' }, acme)
  await post('/skills', { name: 'C' }, gone)
  await post('/projects', { name: 'C' }, 'no-such')
  await post('/goals', { title: 'C' }, 'no-such')
  await post('/people', { name: 'C' }, 'no-such')
  const inventory = 'name,languages,status\nD,E,active'
  await post('/skills/import/confirm', { text: inventory, level: '1', category: 'technical' }, acme, '/skills/import')
  const added = async (table: string, column = 'name') =>
    (
      await rows<{ name: string; organization_id: string }>(
        `SELECT ${column} AS name, organization_id FROM ${table} WHERE user_id = ? AND length(${column}) = 1 ORDER BY 1`,
        client.userId,
      )
    ).map(({ name, organization_id }) => [name, organization_id])
  expect(await added('skills')).toEqual([
    ['A', acme],
    ['B', beta],
    ['C', null],
    ['E', acme],
  ])
  expect(await added('projects')).toEqual([
    ['A', acme],
    ['B', null],
    ['C', null],
    ['D', acme],
  ])
  expect(await added('goals', 'title')).toEqual([
    ['A', acme],
    ['B', acme],
    ['C', null],
  ])
  expect(await added('people')).toEqual([
    ['A', acme],
    ['C', null],
  ])
})
