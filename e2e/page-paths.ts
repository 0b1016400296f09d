import type { Page } from '@playwright/test'

/** Pages that look different without any rows. */
export const lists = [
  '/',
  '/goals',
  '/organizations',
  '/people',
  '/meetings',
  '/projects',
  '/tasks',
  '/tasks/all',
  '/cards',
  '/learnings',
  '/review/week',
  '/review/month',
  '/reviews',
  '/evidence',
  '/skills',
  '/energy',
  '/review',
  '/stats/cards',
  '/plans',
  '/plans/new',
  '/tags',
  '/changes',
  '/timer',
  '/sessions',
  '/sessions?select=session',
  '/sessions/import',
  '/whitelists',
  '/stats',
  '/stats/explain',
  '/stats/changes',
  '/settings/days-off',
  '/settings/days',
  '/settings/uses',
  '/settings/devices/conflicts',
  '/settings/backups',
  '/settings/backups/restore',
  '/deleted',
]

/** Forms, pages of one thing, and lists that are narrowed. */
export const others = [
  '/goals/new',
  '/goals?status=completed',
  '/goals?q=nothing+like+it',
  '/organizations/new',
  '/people/new',
  '/meetings/new',
  '/projects/new',
  '/tasks/new',
  '/cards/new',
  '/cards/import',
  '/cards?show=due',
  '/cards?leech=1',
  '/learnings/new',
  '/reviews/new',
  '/skills/new',
  '/capture?entry=todo+call+tomorrow',
  '/meetings/import',
  '/skills/import',
  '/skills?team=Booking',
  '/energy/new',
  '/day/2020-01-01',
  '/week',
  '/week?view=grid',
  '/week?open=filter&subject=tag:none',
  '/plan',
  '/plan?date=tomorrow&step=asked',
  '/plan?step=length',
  '/plan?step=fit',
  '/plan?step=order',
  '/plan/close',
  '/plans/import',
  '/plans/statistics-1',
  '/plans/statistics-2',
  '/plans/statistics-2/edit',
  '/plans/statistics-2/details',
  '/plans/statistics-2/chunks',
  '/sessions/new',
  '/sessions?from=2020-01-01&to=2020-01-01',
  '/search?q=the',
  '/stats?range=365',
  '/stats/compare',
  '/stats?from=2026-02-30&to=x',
  '/stats/explain?figure=longest',
  '/stats/changes?since=x&from=2026-01-01',
  '/settings',
  '/settings/limits',
  '/settings/appearance',
  '/settings/keyboard',
  '/settings/sign-in',
  '/settings/account',
  '/settings/export',
  '/settings/tokens',
  '/nowhere',
  '/dev/ui',
]

const kinds = 'goals sessions projects tasks organizations people skills learnings meetings cards feedback'.split(' ')

/** Paths of a goal, a session and so on of the demo account, and of the forms that edit them. */
export const rowPaths = async ({ request }: Page) => {
  const paths: string[] = []
  for (const kind of kinds) {
    const html = await (await request.get(`/${kind}`)).text()
    const path = html.match(`href="(/${kind}/[0-9a-f-]{36})"`)?.[1]
    paths.push(path ?? '', `${path}/edit`)
  }
  return paths
}
