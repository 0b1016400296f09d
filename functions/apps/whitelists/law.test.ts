import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { cost, signedIn } from '../../../test/support/client'
import { put } from '../../time/sessions/testing'
import { effectiveRule, type RuleSources } from '../app-rules/effective-rule'
import { appStatuses } from '../app-rules/queries'
import type { AppDefault, AppRule } from '../app-rules/schema'
import { putAppsForTest, putRule } from './testing'

const defaults = ['none', 'allow', 'block', 'locked allow', 'locked block'] as const
const rules = ['none', 'allow', 'block', 'earned', 'not earned'] as const
const preferences = ['block', 'allow'] as const
type Case = { app: (typeof defaults)[number]; admin: (typeof rules)[number]; own: (typeof rules)[number] }

const cases: Case[] = defaults.flatMap((app) => rules.flatMap((admin) => rules.map((own) => ({ app, admin, own }))))

/** Precedence of rules as people are told it. */
const byHand = ({ app, admin, own }: Case, unlisted: 'block' | 'allow') => {
  if (app === 'locked allow') return [true, 'locked']
  if (app === 'locked block') return [false, 'locked']
  if (admin === 'allow' || admin === 'earned') return [true, 'admin']
  if (admin === 'block' || admin === 'not earned') return [false, 'admin']
  if (own === 'allow' || own === 'earned') return [true, 'user']
  if (own === 'block' || own === 'not earned') return [false, 'user']
  if (app === 'allow') return [true, 'default']
  if (app === 'block') return [false, 'default']
  return [unlisted === 'allow', 'unlisted']
}

const defaultOf = (app: Case['app']): AppDefault | null =>
  app === 'none' ? null : { is_whitelisted: app.endsWith('allow') ? 1 : 0, is_locked: app.startsWith('locked') ? 1 : 0 }

/** Waits for a minute of the week, which is tracked, or for all of the day. */
const ruleOf = (rule: Case['own']): AppRule | null => {
  if (rule === 'none') return null
  if (rule === 'earned') return { is_whitelisted: 1, after: { subject: 'all', seconds: 60, period: 'week' } }
  if (rule === 'not earned') return { is_whitelisted: 1, after: { subject: 'all', seconds: 86_400, period: 'day' } }
  return { is_whitelisted: rule === 'allow' ? 1 : 0, after: null }
}

test('what holds is what the rule in words says, of every combination', () => {
  const isEarned = ({ after }: AppRule) => after?.seconds === 60
  for (const one of cases) {
    for (const unlisted of preferences) {
      const said: RuleSources = { app: defaultOf(one.app), admin: ruleOf(one.admin), own: ruleOf(one.own), unlisted }
      const { is_whitelisted, source } = effectiveRule(said, isEarned)
      expect([one, unlisted, is_whitelisted, source]).toEqual([one, unlisted, ...byHand(one, unlisted)])
    }
  }
})

type Answer = { package_name: string; is_whitelisted: boolean; source: string; unlock?: object }

test('the check, the list and what the pages read say so too, of every combination', async () => {
  const noon = new Date().setUTCHours(12, 0, 0, 0)
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(noon)
  const client = await signedIn()
  await put(client, new Date(noon - 7_200_000).toISOString(), 30)
  const named = cases.map((one, index) => ({ one, package_name: `law.${client.userId}.${index}` }))
  const names = named.map(({ package_name }) => package_name)
  await putAppsForTest(
    ...named.flatMap(({ one, package_name }) => {
      const app = defaultOf(one.app)
      return app ? [{ package_name, ...app }] : []
    }),
  )
  for (const { one, package_name } of named) {
    const [admin, own] = [ruleOf(one.admin), ruleOf(one.own)]
    if (admin) await putRule(client.userId, package_name, admin, client.userId)
    if (own) await putRule(client.userId, package_name, own)
  }

  for (const unlisted of preferences) {
    await client.json('PATCH', '/api/v1/me', { preferences: { unlisted_apps: unlisted } })
    const { id, preferences } = await (await client.json('GET', '/api/v1/me')).json<Parameters<typeof appStatuses>[1]>()
    const standing = await appStatuses(env.DB, { id, preferences }, names)
    const list = await (await client.json('GET', '/api/v1/whitelist')).json<{ unlisted: string; apps: Answer[] }>()
    expect(list.unlisted).toBe(unlisted)
    const listed = new Map(list.apps.map((app) => [app.package_name, app]))
    await Promise.all(
      named.map(async ({ one, package_name }) => {
        const [is_whitelisted, source] = byHand(one, unlisted)
        const path = `/api/v1/whitelist/check?package_name=${package_name}`
        const answer = await client.json('GET', path)
        const { statements, read, written } = cost(answer)
        expect([one, statements <= 2, read <= 6, written]).toEqual([one, true, true, 0])
        const check = await answer.json<Answer>()
        const isEarned = source !== 'locked' && /earned/.test(source === 'admin' ? one.admin : one.own)
        const isByRule = source === 'admin' || source === 'user'
        expect([one, check.is_whitelisted, check.source]).toEqual([one, is_whitelisted, source])
        expect([one, check.unlock !== undefined]).toEqual([one, isEarned && isByRule])
        expect([one, standing.get(package_name)?.effective]).toMatchObject([one, { is_whitelisted, source }])
        const { package_name: _, ...said } = check
        const app = listed.get(package_name)
        if (source === 'unlisted') expect([one, app]).toEqual([one, undefined])
        else expect([one, app]).toEqual([one, { package_name, label: package_name, category: null, ...said }])
      }),
    )
  }
})
