import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { putProject, words } from '../../time/sessions/testing'

stopClock('2026-11-20T12:00:00Z')

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'UTC' })
})

const stored = () =>
  rows(
    `SELECT title, kind, period, target_minutes, target, times_of, on_days, target_date, progress_source
     FROM goals WHERE user_id = ? ORDER BY created_at, id`,
    client.userId,
  )

const inForm = (html: string, name: string) => {
  const [field = ''] = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(html) ?? []
  return (/ value="([^"]*)"/.exec(field)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

/** The form after its title was typed, as the browser asks for it. */
const typed = async (values: Record<string, string>) => {
  const answer = await client.get(`/goals/new?${new URLSearchParams(values)}`)
  expect(answer.status).toBe(200)
  return answer.text()
}

describe('the title of a new goal', () => {
  test('fills the form, and says what comes', async () => {
    const html = await typed({ title: 'Read 20 minutes on weekdays', read: '' })
    expect(words(html)).toMatch(/habit Read target 20m a day on weekdays .*Keep all words as the title/)
    expect(words(html)).toContain('Add habit')
    expect(inForm(html, 'target_minutes')).toBe('20m')
    expect(inForm(html, 'on_days')).toBe('weekdays')
    expect(html).toMatch(/value="time"[^>]* checked/)
  })

  test('replaces what it said before, and nothing that a person changed', async () => {
    const first = await typed({ title: 'Thesis 60h by 5 Dec', read: '' })
    const read = inForm(first, 'read')
    expect(inForm(first, 'target_date')).toContain('5 Dec')
    const form = { read, target_minutes: '60h', target_date: '5 Dec 2026', progress_source: 'time', period: 'once' }
    const next = await typed({ ...form, title: 'Thesis' })
    expect([inForm(next, 'target_minutes'), inForm(next, 'target_date')]).toEqual(['', ''])
    const changed = await typed({ ...form, title: 'Thesis', target_minutes: '70h' })
    expect([inForm(changed, 'target_minutes'), inForm(changed, 'target_date')]).toEqual(['70h', ''])
  })

  test('says what will be saved of fields that were changed by hand', async () => {
    const project = await putProject(client, 'Thesis')
    const first = await typed({ title: 'Read 20 minutes on weekdays', read: '' })
    const form = {
      title: 'Read 20 minutes on weekdays',
      read: inForm(first, 'read'),
      on_days: 'weekdays',
      period: 'day',
    }
    const changed = await typed({
      ...form,
      progress_source: 'time',
      target_minutes: '30m',
      target_date: '5 Dec 2026',
      counts: `project:${project}`,
    })
    expect(words(changed)).toMatch(
      /habit Read target 30m a day on weekdays counts Thesis by Sat 5 Dec, in 2 weeks Keep all/,
    )
    const weekly = await typed({ ...form, progress_source: 'time', target_minutes: '20m', period: 'week', on_days: '' })
    expect(words(weekly)).toMatch(/goal Read target 20m a week \+ date/)
    expect(words(weekly)).toContain('Add goal')
    const value = { ...form, progress_source: 'value', start_value: '90', target: '75', unit: 'kg', period: 'once' }
    expect(words(await typed(value))).toContain('target from 90 to 75 kg')
    expect(words(await typed({ ...form, progress_source: 'auto', target_minutes: '20m', period: 'once' }))).toContain(
      '+ time',
    )
  })

  test('is stored without the words that were read, also where the form was sent before it was read', async () => {
    const html = await typed({ title: 'Gym 3x a week', read: '' })
    const sent = { progress_source: 'times', times_of: 'ticks', target: '3', period: 'week' }
    expect((await client.post('/goals', { title: 'Gym 3x a week', ...sent, read: inForm(html, 'read') })).status).toBe(
      303,
    )
    // Without script, or by a quick Enter.
    const untouched = { progress_source: 'auto', period: 'once', direction: 'at_least', target_minutes: '', read: '' }
    expect((await client.post('/goals', { title: 'Meditate every day', ...untouched })).status).toBe(303)
    expect(await stored()).toMatchObject([
      { title: 'Gym', kind: 'weekly', target: 3, times_of: 'ticks' },
      { title: 'Meditate', period: 'day', target: 1, times_of: 'ticks', progress_source: 'times' },
    ])
  })

  test('keeps all its words where a person wants them, and where no form was read', async () => {
    const title = 'Read 20 minutes on weekdays'
    const html = await typed({ title, plain: 'yes', read: '' })
    expect(inForm(html, 'target_minutes')).toBe('')
    const form = { title, progress_source: 'auto', period: 'once' }
    expect((await client.post('/goals', { ...form, plain: 'yes', read: inForm(html, 'read') })).status).toBe(303)
    expect((await client.post('/goals', { ...form, plain: 'yes', read: '' })).status).toBe(303)
    expect((await client.post('/goals', { title })).status).toBe(303)
    const whole = { title, target_minutes: null, period: null, kind: 'open' }
    expect(await stored()).toMatchObject([whole, whole, whole])
  })

  test('keeps all its words where that was chosen last, and the choice of percent that was made by hand', async () => {
    const html = await typed({ title: 'Thesis 60h by 5 Dec', read: '' })
    const form = { title: 'Thesis 60h by 5 Dec', read: inForm(html, 'read'), period: 'once' }
    const filled = { target_minutes: '60h', target_date: '5 Dec 2026' }
    const whole = { ...form, ...filled, progress_source: 'time', plain: 'yes' }
    expect((await client.post('/goals', whole)).status).toBe(303)
    expect((await client.post('/goals', { ...form, ...filled, progress_source: 'auto' })).status).toBe(303)
    expect(await stored()).toMatchObject([
      { title: 'Thesis 60h by 5 Dec', target_minutes: null, target_date: null, progress_source: 'auto' },
      { title: 'Thesis', target_minutes: null, target_date: '2026-12-05', progress_source: 'auto' },
    ])
  })

  test('that is not understood is asked about once', async () => {
    const form = { title: 'Run 3x a week every other month', progress_source: 'auto', period: 'once' }
    const asked = await client.post('/goals', { ...form, read: '' })
    expect(asked.status).toBe(422)
    const html = await asked.text()
    expect(html).toContain('is not understood')
    expect((await client.post('/goals', { ...form, read: inForm(html, 'read') })).status).toBe(303)
  })

  test.each(['{', '[]', '{"line":1}', '"x"', '{"line":"Run","values":{"target":{}}}'])('survives %j', async (read) => {
    expect((await client.post('/goals', { title: 'Run 3x a week', period: 'once', read })).status).toBe(303)
    expect(await stored()).toMatchObject([{ title: 'Run' }])
  })
})
