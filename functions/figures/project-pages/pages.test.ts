import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { importPlan, knotsText } from '../../learning/plans/testing'
import { addDays, dayOf } from '../../lib/time/days'
import { put, putGoal, putProject, words } from '../../time/sessions/testing'

const day = (back: number) => addDays(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), -back)

const htmlOf = async (client: Client, path: string) => {
  const answer = await client.get(path)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}

const setting = async () => {
  const client = await signedIn()
  const organization_id = await client.add('/organizations', { name: 'Harbour Trust', notes: 'By the <sea>' })
  const project = await putProject(client, 'Portal')
  const details = { organization_id, tech_stack: ['SQL', 'Elm'], repository: 'harbour/portal' }
  expect((await client.json('PATCH', `/api/v1/projects/${project}`, details)).status).toBe(200)
  return { client, organization_id, project }
}

test('the page of a project shows its details, goals, plans, pull requests and time by week', async () => {
  const { client, organization_id, project } = await setting()
  const goal = await putGoal(client, 'Launch')
  await importPlan(client, knotsText('knots'))
  await env.DB.prepare('UPDATE plans SET project_id = ? WHERE user_id = ?').bind(project, client.userId).run()
  await put(client, `${day(3)}T09:00Z`, 60, { project_id: project, goal_id: goal })
  const pull = { repo_owner: 'Harbour', repo_name: 'portal', pr_number: 12 }
  await put(client, `${day(2)}T09:00Z`, 30, { project_id: project, ...pull })
  await put(client, `${day(200)}T09:00Z`, 120, { project_id: project })
  await put(client, `${day(1)}T09:00Z`, 45)
  const html = await htmlOf(client, `/projects/${project}`)
  for (const shown of ['Harbour Trust', 'SQL', 'Elm', 'Launch', 'Knots', 'Time by week']) expect(html).toContain(shown)
  expect(html).toContain(`href="/organizations/${organization_id}"`)
  expect(html).toContain('href="https://github.com/harbour/portal"')
  expect(html).toContain('/harbour/portal/pull/12"')
  const range = `from=${day(89)}&amp;to=${day(0)}`
  expect(html).toContain(`/stats/explain?subject=project:${project}&amp;${range}" data-figure="5400"`)
  expect(html).toContain(`/stats/explain?subject=project:${project}" data-figure="12600"`)
  expect(html).toContain(`subject=goal:${goal}" data-figure="3600"`)
})

test('a new project says where its time comes from', async () => {
  const { client, project } = await setting()
  const html = await htmlOf(client, `/projects/${project}`)
  expect(html).toContain('Nothing tracked yet')
  for (const section of ['goals', 'plans', 'pulls', 'time']) expect(html).not.toContain(`id="${section}"`)
})

test('an organization and a client show their projects and their time', async () => {
  const { client, organization_id, project } = await setting()
  const other = await putProject(client, 'Website', 'harbour trust')
  await client.json('POST', '/api/v1/goals', { title: 'Renew the contract', organization_id })
  await put(client, `${day(3)}T09:00Z`, 60, { project_id: project })
  await put(client, `${day(2)}T09:00Z`, 30, { project_id: other })
  await client.post(`/projects/${other}/delete`)
  const trust = await htmlOf(client, `/organizations/${organization_id}`)
  for (const shown of ['Portal', 'Renew the contract', 'By the &lt;sea&gt;', 'data-figure="5400"']) {
    expect(trust).toContain(shown)
  }
  expect(trust).not.toContain('Website')
})

test('the list says what a project took of the week and when it was used last', async () => {
  const client = await signedIn()
  const add = (path: string, body: object) => client.add(`/${path}`, body)
  const [maps, sails] = [await add('projects', { name: 'Maps' }), await add('projects', { name: 'Sails' })]
  const [old, unused] = [await add('projects', { name: 'Old' }), await add('projects', { name: 'Unused' })]
  const log = (
    project_id: string,
    duration_seconds: number,
    started_at = new Date(Date.now() - 10_000).toISOString(),
  ) => add('sessions', { project_id, started_at, duration_seconds })
  await log(maps, 3)
  await log(sails, 1)
  await log(old, 3600, '2026-03-02T09:00:00Z')
  const html = await (await client.get('/projects')).text()
  const row = (id: string) => words(html.split(`id="project-${id}"`)[1]?.split('</li>')[0] ?? '')
  expect(row(maps)).toContain('3s this week')
  expect(row(sails)).toContain('1s this week')
  expect(html.match(/\d+ % of this week(?=")/g)).toContain('75 % of this week')
  expect(row(old)).toMatch(/ used Mon 2 Mar( 2026)? · 1h tracked/)
  expect(row(unused)).toContain('nothing tracked')
  expect(row(unused)).not.toContain(' used')
})
