import { expect, test, vi } from 'vitest'
import { signedIn } from '../../../test/support/client'

const setting = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const made = async (values: object) => {
    const body = { measure: 'value', start_date: '2026-02-01', start_value: 90, target: 75, unit: 'kg', ...values }
    return client.add('/goals', body)
  }
  const note = async (goal: string, date: string, amount: number) =>
    expect((await client.json('POST', `/api/v1/goals/${goal}/ticks`, { date, amount })).status).toBe(201)
  /** The rows of the lists of goals, by the ends of their ids. */
  const week = async (date: string, who = client) => {
    const html = await (await who.get(`/review/week?date=${date}`)).text()
    const lists = [...html.matchAll(/ id="goals(-\w+)?"(.*?)<\/ul>/gs)].map(
      ([, list = '', inside = '']): [string, string[]] => [
        list,
        [...inside.matchAll(/<li\b[^>]*>(.*?)<\/li>/gs)].map(([, row = '']) =>
          row
            .replaceAll(/<form.*?<\/form>|<button.*?<\/button>|<[^>]*>/gs, ' ')
            .replaceAll(/\s+/g, ' ')
            .trim(),
        ),
      ],
    )
    return Object.fromEntries(lists)
  }
  return { client, made, note, week }
}

test('a goal of a value says where it stands in the review of a week, is met in one, and then is no news', async () => {
  const { made, note, week } = await setting()
  const weight = await made({ title: 'Weight' })
  expect(await week('2026-01-20')).toEqual({})
  expect(await week('2026-02-03')).toEqual({ '-open': ['Weight 90 kg, from 90 to 75 kg'] })
  await note(weight, '2026-03-03', 82)
  await note(weight, '2026-03-10', 75)
  expect(await week('2026-03-03')).toEqual({ '-open': ['Weight 82 kg, from 90 to 75 kg'] })
  expect(await week('2026-03-10')).toEqual({ '': ['Weight 75 kg, from 90 to 75 kg'] })
  expect(await week('2026-03-17')).toEqual({})
  await note(weight, '2026-03-25', 76.5)
  expect(await week('2026-03-24')).toEqual({ '-open': ['Weight 76.5 kg, from 90 to 75 kg'] })
})

test('a goal of a value is missed with its date only where its value is', async () => {
  const { client, made, note, week } = await setting()
  const due = { target_date: '2026-03-12', start_value: 0, target: 300, unit: 'pages' }
  const [book, thesis] = [await made({ title: 'Book', ...due }), await made({ title: 'Thesis', ...due })]
  await note(book, '2026-03-03', 300)
  await note(thesis, '2026-03-03', 120)
  expect(await week('2026-03-10')).toEqual({
    '-missed': [expect.stringMatching(/^Thesis 120 pages, from 0 to 300 pages due /)],
  })
  const figures = await (await client.json('GET', '/api/v1/reviews/week?date=2026-03-10')).json<{
    goals_missed: object[]
  }>()
  expect(figures.goals_missed).toEqual([{ id: thesis, title: 'Thesis', date: '2026-03-12' }])
  expect(await week('2026-03-10', await signedIn({ time_zone: 'UTC' }))).toEqual({})
})

test('a limit that is kept is not among what did not work, and asks for no task', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-11T12:00:00Z') })
  const { client, made, week } = await setting()
  const times = { measure: 'times', times_of: 'ticks', start_value: null, unit: null, target: 2 }
  const limit = { ...times, direction: 'at_most' }
  await made({ ...limit, title: 'Each day', period: 'day' })
  await made({ ...limit, title: 'This week', period: 'week' })
  await made({ ...limit, title: 'In all' })
  const asked = await made({ ...times, title: 'At least' })
  expect(await week('2026-03-10')).toEqual({ '': [expect.stringContaining('Each day')] })
  expect(await week('2026-03-03')).toEqual({
    '': [expect.stringContaining('Each day'), expect.stringContaining('This week')],
  })
  const page = await (await client.get('/review/week?date=2026-03-10')).text()
  expect(new Set([...page.matchAll(/name="goal-([^"]*)"/g)].map(([, id]) => id))).toEqual(new Set([asked]))
})
