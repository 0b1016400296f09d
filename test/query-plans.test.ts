import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { findPeople } from '../functions/apps/admin/users/queries'
import { reportUses } from '../functions/apps/usage/queries'
import { allOrgs } from '../functions/lib/org'
import { updateRows } from '../functions/lib/resource/row-writes'
import { unfinishedCandidates } from '../functions/time/timer/unfinished/queries'
import { gather } from './support/callers'
import { request, signedIn } from './support/client'
import { plansOf } from './support/query-plans'
import { utc } from './support/times'

const now = Date.parse('2026-03-11T15:00:00Z')
const use = { id: 'use', package_name: 'org.example', started_at: now - 60_000, ended_at: now }

/** Filters and divisions that read in another way than the route without them. */
const views = [
  '/settings/devices/conflicts?show=settled',
  '/goals?status=completed',
  '/meetings/suggestions?people=a',
  '/meetings?when=past',
  '/meetings?person=a',
  '/meetings?organization=a&q=b',
  '/tasks/all?status=done&priority=high',
  '/tags?q=a',
  '/tags?after=a',
  '/plans?tag=a',
  '/cards?tag=a',
  '/learnings?tag=a',
  '/tasks/with-people?show=done',
  '/tasks/with-people?show=overdue&owner=person',
  '/tasks/with-people?person=a&priority=high',
  '/tasks/with-people?q=a',
  '/tasks/quick?owner=me&line=send+Ada+the+figures',
  '/feedback?by=theme',
  '/feedback?tag=a&sentiment=positive',
  '/feedback?person=a&category=general',
  '/feedback?category=technical',
  '/feedback?sentiment=neutral',
  '/feedback?q=a',
  '/tags/suggestions?tags=a',
  '/sessions?from=2026-03-01&to=2026-03-31&subject=project:none',
  '/sessions?select=session',
  '/stats?range=365',
  '/stats?range=365&compare=1&by=hour',
  '/stats?range=all&by=tag',
  '/stats?from=2018-01-15&to=2025-06-20&by=weekday',
  '/week?date=2026-03-04',
  '/week?date=2026-03-04&open=filter&subject=tag:%23deep',
  '/stats.csv?range=all&part=breakdown&by=client',
  '/stats/live?view=dashboard',
  '/stats/live?view=stats&range=365',
  '/stats/explain?subject=client:=Acme',
  '/stats/explain?subject=weekday:1&from=2026-03-05&to=2026-05-10',
  '/stats/explain?subject=repo:none&from=2026-03-05&to=2026-05-10',
  '/stats/explain?figure=average',
  '/stats/explain?figure=best&from=2026-03-05&to=2026-05-10',
  '/stats/explain?figure=streak&subject=plan:none&from=2026-03-05&to=2026-05-10',
  '/stats/changes?subject=classification:work&from=2026-03-05&to=2026-05-10',
  '/stats/changes?since=30d',
  '/search?q=goal',
  '/api/v1/plans?status=completed',
  '/whitelists?sort=app',
  '/whitelists?show=allowed',
  '/whitelists?show=never',
  '/whitelists?show=unlisted',
  '/whitelists?show=never&q=org',
  '/whitelists/suggestions?package_name=org.moz',
  '/settings/days-off?after=2026-03-01',
  '/settings/days-off?from=2026-03-01&to=2026-03-31',
  '/sessions/entry?entry=9-10%20call%20@Thesis',
  '/sessions/entry?entry=call%20since%200:00%20!A',
  '/sessions/entry?entry=call%20%23deep',
  '/sessions/entry/suggestions?entry=',
  '/sessions/entry/suggestions?entry=w',
  '/sessions/entry/suggestions?entry=wri',
  '/sessions/entry/suggestions?entry=@th',
  '/sessions/entry/suggestions?entry=@th%20wri',
  '/sessions/entry/suggestions?entry=!go',
  '/sessions/entry/suggestions?entry=%23de',
  '/stats/repos/acme/web?range=365',
  '/stats/repos/acme/web?range=all&below=1000',
  '/api/sessions?limit=10&offset=1',
  '/api/stats/daily?days=365',
  '/api/stats/weekly?week=2026-W07',
  '/api/v1/goals?q=goal&status=completed',
  '/api/v1/action-items?q=a&owner=me&due_until=2026-03-08',
  '/api/v1/search?q=goal',
  '/api/v1/whitelist/check?package_name=org.example.app',
  '/api/v1/sessions?from=2026-03-01&to=2026-03-31&subject=project:none',
  '/api/v1/stats?from=2016-01-01&to=2025-12-31&group=month',
  '/api/v1/stats/breakdown?by=goal',
  '/api/v1/stats/breakdown?by=repo',
  '/api/v1/stats/breakdown?by=weekday',
  '/api/v1/stats/breakdown?by=hour',
]

const adminViews = [
  '/whitelists?show=admin',
  '/admin/users?q=robin',
  '/admin/users/rules',
  '/admin/users/rules/suggestions?package_name=org',
  '/admin/users/me/whitelist',
  '/admin/users/me/whitelist?show=admin',
  '/admin/users/me/whitelist?show=blocked&q=org',
  '/admin/audit?action=role',
  '/admin/audit?inside=x',
  '/admin/audit?admin=me',
  '/admin/audit?admin=me&action=role',
  '/admin/audit?subject=me&action=role',
  '/api/v1/admin/users?q=robin',
  '/admin/whitelists?show=locked',
  '/admin/whitelists?show=allowed',
  '/admin/whitelists?category=x&q=com',
  '/admin/whitelists?sort=package_name',
  '/admin/whitelists?sort=category',
  '/admin/whitelists?sort=changed&after=%5B%22a%22%2Cnull%2C3%2C%22a%22%5D',
  '/api/v1/admin/apps?q=firefox',
]

/** Tables read whole: everybody shares the defaults of apps, and an admin sees all users. */
const isAllowed = /^SCAN (apps|users)\b/

/** The scans of tables by a GET, however a person's account is filled. */
const scansOf = async (path: string, cookie: string) => {
  const plans = await plansOf(async (db) => {
    const page = await request(path, { headers: { Cookie: cookie } }, { ...env, DB: db })
    expect([path, page.status < 500]).toEqual([path, true])
    // A download reads on while it is sent.
    await page.arrayBuffer()
  })
  return plans
    .map(({ scans }) => scans.filter((scan) => !isAllowed.test(scan)))
    .filter((scans) => scans.length > 0)
    .map((scans) => `${path}: ${scans}`)
}

test('of indexes that fit equally, the one of few rows is taken', async () => {
  const [plan] = await plansOf((db) => unfinishedCandidates(db, 'somebody', 1, allOrgs))
  expect(plan?.steps).toEqual(['SEARCH sessions USING INDEX sessions_unfinished (user_id=?)'])
})

test('rows that are written by a list are looked up by their keys', async () => {
  const rows: { id: string; position: number }[] = [{ id: 'task', position: 1 }]
  const [plan] = await plansOf((db) => updateRows(db, 'tasks', 'somebody', rows))
  expect(plan?.steps.filter((step) => / tasks /.test(step))).toEqual([
    'SEARCH tasks USING PRIMARY KEY (user_id=? AND id=?)',
  ])
})

test('an admin’s search of people reads the beginnings of their names and addresses, not all people', async () => {
  for (const order of ['activity', 'id'] as const) {
    const plans = await plansOf((db) => findPeople(db, order, { q: 'ada', after: null }, 10))
    const steps = plans.flatMap((plan) => plan.steps.filter((step) => / users /.test(step)))
    expect(steps.filter((step) => /^SCAN/.test(step))).toEqual([])
    const indexes = steps.flatMap((step) => /USING (?:COVERING )?INDEX (\w+) \(/.exec(step)?.[1] ?? [])
    expect(new Set(indexes)).toEqual(
      new Set([
        'sqlite_autoindex_users_2',
        'users_by_domain',
        'users_by_name',
        'users_by_second_name',
        'users_by_login',
      ]),
    )
  }
})

/** Indexes of the rows that name a project or an organization, by the lists that read them. */
const filed: [string, string][] = [
  ['/tasks/all?project=a', 'tasks_by_project'],
  ['/meetings?project=a', 'meetings_by_project'],
  ['/meetings?organization=a', 'meetings_by_organization'],
  ['/learnings?project=a', 'learnings_by_project'],
  ['/api/v1/tasks?project_id=a', 'tasks_by_project'],
  ['/api/v1/action-items?organization_id=a', 'tasks_by_organization'],
  ['/api/v1/meetings?project_id=a', 'meetings_by_project'],
  ['/api/v1/meetings?organization_id=a', 'meetings_by_organization'],
  ['/api/v1/learnings?project_id=a', 'learnings_by_project'],
  ['/api/v1/learnings?organization_id=a', 'learnings_by_organization'],
  ['/api/v1/feedback?organization_id=a', 'feedback_by_organization'],
]

test('lists of a project or an organization, and the tasks of a project’s page, read its rows alone', async () => {
  const owner = await signedIn()
  const add = (path: string) => owner.add(`/${path}`, { name: 'A' })
  const [project, organization] = [await add('projects'), await add('organizations')]
  const reads = async (path: string, index: string) => {
    const plans = await plansOf((db) => request(path, { headers: { Cookie: owner.cookie } }, { ...env, DB: db }))
    const table = index.replace(/_by_.*/, '')
    const steps = plans.flatMap((plan) => (plan.query.includes(`FROM ${table}`) ? plan.steps : []))
    return [path, steps.some((step) => step.startsWith(`SEARCH ${table} USING INDEX ${index} (`))]
  }
  const lists: [string, string][] = [
    [`/projects/${project}`, 'tasks_by_project'],
    [`/feedback?org=${organization}`, 'feedback_by_organization'],
    ...filed,
  ]
  const found: unknown[] = []
  for (const [path, index] of lists) found.push(await reads(path, index))
  expect(found).toEqual(lists.map(([path]) => [path, true]))
})

test('no view of a page or list scans a table', async () => {
  const { owner, admin } = await gather()
  await owner.post('/sessions/entry', { entry: '25m writing @Thesis #deep', create: 'Thesis' })
  await owner.json('POST', '/api/sessions/start', { repo_owner: 'acme', repo_name: 'web', pr_number: 214 })
  await reportUses(env.DB, owner.userId, { clientId: 'phone', uses: [use], zone: utc }, now)
  const scans: string[] = []
  for (const path of views) scans.push(...(await scansOf(path, owner.cookie)))
  for (const path of adminViews) scans.push(...(await scansOf(path.replaceAll('me', owner.userId), admin.cookie)))
  expect(scans).toEqual([])
})
