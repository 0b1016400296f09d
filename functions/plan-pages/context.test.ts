import { expect, test } from 'vitest'
import { rows } from '../../test/client'
import { shownRows, twoOrganizations } from '../../test/organizations'

const planned = (userId: string) =>
  rows<{ title: string; name: string | null; organization_id: string | null }>(
    `SELECT title, name, organization_id
     FROM plans LEFT JOIN projects ON projects.user_id = plans.user_id AND projects.id = project_id
     WHERE plans.user_id = ? ORDER BY title`,
    userId,
  )

/** The form of a new plan. */
const form = (title: string, project_id = '') => ({
  ...{ title, tags: '', total_hours: '', goal_id: '', project_id, scheduler: 'sm2', chunks: '' },
})

const document = (id: string, title: string) => `---\nid: ${id}\ntitle: ${title}\n---\n`

test('a plan that an organization adds without a project goes to its general one, and is shown there', async () => {
  const { client, acme, beta, projects, get, post } = await twoOrganizations()
  expect((await post('/plans', form('row 1.'), acme)).status).toBe(303)
  expect((await post('/plans', form('row 2.', projects[1]), acme)).status).toBe(303)
  expect((await post('/plans', form('row 3.'), 'all', '/plans')).status).toBe(303)
  const preview = await post('/plans/import', { text: document('row-4', 'row 4.') }, acme)
  const [, confirm = ''] = /action="(\/plans\/import\/[^"]+\/confirm)"/.exec(await preview.text()) ?? []
  expect((await post(confirm, {}, acme, '/plans/import')).status).toBe(303)
  expect(await planned(client.userId)).toEqual([
    { title: 'row 1.', name: 'General', organization_id: acme },
    { title: 'row 2.', name: 'Beta project', organization_id: beta },
    { title: 'row 3.', name: null, organization_id: null },
    { title: 'row 4.', name: 'General', organization_id: acme },
  ])
  expect(shownRows(await get('/plans', acme))).toEqual(['row 1.', 'row 4.'])
  expect(shownRows(await get('/plans', beta))).toEqual(['row 2.'])
  expect(shownRows(await get('/plans', 'none'))).toEqual(['row 3.'])
})

test('two plans that are added at once share the general project', async () => {
  const { client, acme, post } = await twoOrganizations()
  const answers = await Promise.all(['One', 'Two', 'Three'].map((title) => post('/plans', form(title), acme)))
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  expect((await planned(client.userId)).map(({ name }) => name)).toEqual(['General', 'General', 'General'])
  expect(await rows("SELECT id FROM projects WHERE user_id = ? AND name = 'General'", client.userId)).toHaveLength(1)
})
