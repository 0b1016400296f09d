import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'

type World = Awaited<ReturnType<typeof world>>

/** Two organizations, a project of each and one without, and a deleted organization with a project. */
const world = async () => {
  const client = await signedIn()
  const organizations: string[] = []
  for (const name of ['Acme', 'Beta', 'Gone']) organizations.push(await client.add('/organizations', { name }))
  const [acme = '', beta = '', gone = ''] = organizations
  const projects = new Map<string, string | null>()
  for (const [name, organization_id] of [
    ['A', acme],
    ['B', beta],
    ['G', gone],
    ['N', null],
  ] as const)
    projects.set(await client.add('/projects', { name, organization_id }), organization_id)
  return { client, acme, beta, gone, projects }
}

/** Sources of the organization of each kind: its own, that of its project, or of its project before its own. */
const filing = {
  ...{ goals: 'own', skills: 'own', people: 'own', plans: 'project' },
  ...{ tasks: 'both', learnings: 'both', meetings: 'both' },
} as const

const orgs = ({ acme, beta }: World) => [acme, beta, 'none']

describe('a search in a context', () => {
  test('finds what a filter of everything keeps, of each kind', async () => {
    const setting = await world()
    const { client, acme, beta, gone, projects } = setting
    expect((await client.post(`/organizations/${gone}/delete`)).status).toBe(303)
    const owners = [acme, beta, null]
    const ofProject = [...projects.keys()]
    const kinds = ['goals', 'tasks', 'learnings', 'skills', 'people', 'plans', 'meetings'] as const
    const thing = fc.record({
      kind: fc.constantFrom(...kinds),
      own: fc.constantFrom(...owners),
      project: fc.option(fc.constantFrom(...ofProject)),
    })
    const [things = []] = fc.sample(fc.array(thing, { minLength: 40, maxLength: 40 }), 1)
    const expected = new Map<string, string>()
    for (const [index, { kind, own, project }] of things.entries()) {
      const name = `marker number${index}`
      const projectOrg = project === null ? null : (projects.get(project) ?? null)
      const ofTheProject = projectOrg === gone ? null : projectOrg
      const by = filing[kind]
      // A row cannot name another organization than its project does.
      const organization_id = by === 'both' && ofTheProject !== null ? null : own
      await client.add(`/${kind}`, {
        [kind === 'skills' || kind === 'people' ? 'name' : 'title']: name,
        ...(by !== 'project' && { organization_id }),
        ...(by !== 'own' && { project_id: project }),
      })
      const effective = by === 'own' ? own : (ofTheProject ?? organization_id)
      expected.set(`number${index}`, (by === 'project' ? ofTheProject : effective) ?? 'none')
    }
    for (const org of orgs(setting)) {
      const found = await client.get(`/api/v1/search?q=marker&limit=100&org=${org}`)
      const { items } = await found.json<{ items: { title: { text: string }[] }[] }>()
      const names = items.map(({ title }) => /number\d+/.exec(title.map(({ text }) => text).join(''))?.[0] ?? '')
      expect(names.toSorted()).toEqual([...expected].flatMap(([name, of]) => (of === org ? [name] : [])).toSorted())
    }
    const all = await (await client.get('/api/v1/search?q=marker&limit=100')).json<{ items: unknown[] }>()
    expect(all.items).toHaveLength(40)
  })
})
