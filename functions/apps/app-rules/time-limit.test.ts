import { expect, test } from 'vitest'
import { LimitBody } from './limit-body'

const wrong = (body: unknown) =>
  LimitBody.safeParse(body).error?.issues.map(({ path, message }) => [path.join('.'), message])

test('a limit is so many seconds of a day or a week, on all days or some, with what lengthens it', () => {
  const base = { seconds: 1800, period: 'day' }
  const plain = { ...base, weekdays: null, grace_seconds: 0, extensions: true, earns: null }
  expect(LimitBody.parse(base)).toEqual(plain)
  expect(LimitBody.parse({ ...base, weekdays: [7, 1, 7] }).weekdays).toEqual([1, 7])
  expect(LimitBody.parse({ ...base, weekdays: [1, 2, 3, 4, 5, 6, 7] }).weekdays).toBe(null)
  const earns = { seconds: 600, per_seconds: 3600, at_most: 1800 }
  expect(LimitBody.parse({ ...base, earns: { ...earns, subject: 'project:a' } }).earns).toEqual({
    ...earns,
    subject: 'project:a',
  })
})

test('what it cannot be is said of its field', () => {
  const base = { seconds: 1800, period: 'day' }
  const earns = { seconds: 600, per_seconds: 3600, subject: 'all', at_most: 1800 }
  const cases: [object, string][] = [
    [{ ...base, seconds: 59 }, 'seconds'],
    [{ ...base, seconds: 86_401 }, 'seconds'],
    [{ ...base, seconds: 604_801, period: 'week' }, 'seconds'],
    [{ ...base, seconds: 60.5 }, 'seconds'],
    [{ ...base, period: 'month' }, 'period'],
    [{ ...base, weekdays: [] }, 'weekdays'],
    [{ ...base, weekdays: [0] }, 'weekdays.0'],
    [{ ...base, grace_seconds: -1 }, 'grace_seconds'],
    [{ ...base, extensions: 'yes' }, 'extensions'],
    [{ ...base, earns: { ...earns, subject: 'client:=Acme' } }, 'earns.subject'],
    [{ ...base, earns: { ...earns, subject: null } }, 'earns.subject'],
    [{ ...base, earns: { ...earns, per_seconds: 0 } }, 'earns.per_seconds'],
    [{ ...base, earns: { ...earns, at_most: 59 } }, 'earns.at_most'],
  ]
  for (const [body, field] of cases) expect([body, wrong(body)?.map(([path]) => path)]).toEqual([body, [field]])
})
