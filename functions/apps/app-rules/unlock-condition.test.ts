import { expect, test } from 'vitest'
import type { UnlockCondition } from './schema'
import { ConditionBody, conditionWords, fieldsOfCondition, readRule } from './unlock-condition'

const wrong = (body: unknown) =>
  ConditionBody.safeParse(body).error?.issues.map(({ path, message }) => [path.join('.'), message])

test('what a rule depends on is a subject, so many seconds or the daily target, and a day or a week', () => {
  const good: UnlockCondition[] = [
    { subject: 'all', seconds: null, period: 'day' },
    { subject: 'all', seconds: 60, period: 'day' },
    { subject: 'project:018f-a_b', seconds: 86_400, period: 'day' },
    { subject: 'goal:x', seconds: 604_800, period: 'week' },
    { subject: 'tag:#été 🍋', seconds: 61, period: 'week' },
  ]
  for (const after of good) expect([after, wrong(after)]).toEqual([after, undefined])
})

test('what it cannot be is said of its field', () => {
  const base = { subject: 'all', seconds: 3600, period: 'day' }
  const cases: [object, string][] = [
    [{ ...base, subject: 'client:=Acme' }, 'subject'],
    [{ ...base, subject: 'tag:none' }, 'subject'],
    [{ ...base, subject: `tag:#${'a'.repeat(51)}` }, 'subject'],
    [{ ...base, subject: 'goal:' }, 'subject'],
    [{ ...base, subject: 7 }, 'subject'],
    [{ ...base, seconds: 59 }, 'seconds'],
    [{ ...base, seconds: 86_401 }, 'seconds'],
    [{ ...base, seconds: 60.5 }, 'seconds'],
    [{ ...base, seconds: 604_801, period: 'week' }, 'seconds'],
    [{ ...base, period: 'month' }, 'period'],
    [{ subject: 'project:a', seconds: null, period: 'day' }, 'subject'],
    [{ subject: 'all', seconds: null, period: 'week' }, 'period'],
    [{ subject: 'all', period: 'week' }, 'seconds'],
  ]
  for (const [body, field] of cases) expect([body, wrong(body)?.map(([path]) => path)]).toEqual([body, [field]])
})

test('fields of a form say the same, and back', () => {
  const afters: UnlockCondition[] = [
    { subject: 'all', seconds: null, period: 'day' },
    { subject: 'project:a', seconds: 5400, period: 'week' },
    { subject: 'tag:#deep', seconds: 3661, period: 'day' },
    { subject: 'all', seconds: 604_800, period: 'week' },
  ]
  for (const after of afters) {
    expect([after, readRule('after', fieldsOfCondition(after))]).toEqual([
      after,
      { rule: { is_whitelisted: 1, after } },
    ])
  }
  const typed = (after_minutes: string, after_period: UnlockCondition['period'] = 'day', after_subject = 'all') =>
    readRule('after', { after_subject, after_minutes, after_period }).errors?.after_minutes?.[0] ?? null
  expect(['60', '1:30', '2h', '1.5h', '24h'].map((text) => typed(text))).toEqual([null, null, null, null, null])
  expect(['', '0', 'soon', '-5', '24:01'].map((text) => typed(text) === null)).toEqual(Array(5).fill(false))
  expect([typed('168h', 'week'), typed('169h', 'week') === null, typed('', 'day', 'target')]).toEqual([
    null,
    false,
    null,
  ])
})

test('it is said in words', () => {
  expect(conditionWords({ subject: 'all', seconds: null, period: 'day' })).toBe('after the daily target')
  expect(conditionWords({ subject: 'all', seconds: 7200, period: 'week' })).toBe('after 2h tracked this week')
  expect(conditionWords({ subject: 'project:a', seconds: 2700, period: 'day' }, () => 'Thesis')).toBe(
    'after 45m of Thesis today',
  )
})
