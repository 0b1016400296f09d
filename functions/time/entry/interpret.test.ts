import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { runs } from '../../../test/support/runs'
import { Preferences } from '../../lib/preferences'
import { dayOf } from '../../lib/time/days'
import { findGoalByName } from '../../line/names'
import { type EntryInput, interpret, readEntry } from './interpret'

const berlin = Preferences.parse({ time_zone: 'Europe/Berlin' })
const none = { projects: [], goals: [], tags: [] }

/** Friday 20 November 2026, 13:55 in Berlin. */
const friday = Date.parse('2026-11-20T13:55:00+01:00')

const understand = (input: EntryInput, now = friday, zone = berlin, freeFrom?: number) =>
  interpret(readEntry(input, none, dayOf(now, zone)), input, none, { now, zone, freeFrom })

const read = (text: string, now = friday, zone = berlin) => understand({ text }, now, zone)

const logged = (text: string, now?: number, zone?: Preferences) => {
  const { plan, errors } = read(text, now, zone)
  if (plan?.kind !== 'log') throw new Error(`${text} logs nothing: ${errors.join(' ')}`)
  const { started_at, ended_at, duration_seconds } = plan.times
  return [new Date(started_at).toISOString(), new Date(ended_at).toISOString(), duration_seconds / 60]
}

const startedAt = (text: string, now?: number, zone?: Preferences) => {
  const { plan, errors } = read(text, now, zone)
  if (plan?.kind !== 'start') throw new Error(`${text} starts nothing: ${errors.join(' ')}`)
  return plan.started_at === undefined ? 'now' : new Date(plan.started_at).toISOString()
}

describe('when', () => {
  test.each([
    ['29 feb 9-10', '2024-02-29T08:00:00.000Z', '2024-02-29T09:00:00.000Z', 60],
    ['yesterday 22-1', '2026-11-19T21:00:00.000Z', '2026-11-20T00:00:00.000Z', 180],
  ])('%s', (text, from, to, minutes) => {
    expect(logged(text)).toEqual([from, to, minutes])
  })

  test.each([
    ['standup at 9', '2026-11-20T08:00:00.000Z'],
    ['since 23:30 deploy', '2026-11-19T22:30:00.000Z'],
    ['yesterday since 23:30 deploy', '2026-11-19T22:30:00.000Z'],
    ['today since 23:30 deploy', '2026-11-20T22:30:00.000Z'],
  ])('%s starts', (text, at) => {
    expect(startedAt(text)).toBe(at)
  })

  test('a length on another day needs no start: it follows the last session there, or begins at 9:00', () => {
    expect(logged('yesterday 25m call')).toEqual(['2026-11-19T08:00:00.000Z', '2026-11-19T08:25:00.000Z', 25])
    const freeFrom = Date.parse('2026-11-19T15:00:00Z')
    const { plan } = understand({ text: 'yesterday 25m call' }, friday, berlin, freeFrom)
    expect(plan).toMatchObject({ times: { started_at: freeFrom, duration_seconds: 1500 } })
    const late = understand({ text: 'yesterday 2h call' }, friday, berlin, Date.parse('2026-11-19T22:30:00Z'))
    expect(late.plan).toMatchObject({ times: { ended_at: Date.parse('2026-11-19T23:00:00Z') } })
    expect(logged('yesterday 30h call')).toEqual(['2026-11-18T23:00:00.000Z', '2026-11-20T05:00:00.000Z', 1800])
  })

  test('after midnight a clock time may be one of last night', () => {
    const now = Date.parse('2026-11-20T00:30:00+01:00')
    expect(startedAt('23:30 call', now)).toBe('2026-11-19T22:30:00.000Z')
  })

  test.each([
    ['14:30 call', '14:30 is in the future. Add an end, or a day such as yesterday.'],
    ['call in 2 weeks at 9', 'Add an end or a duration for another day, e.g. yesterday 9:30-10:30.'],
  ])('a clock time at which no timer can start is refused: %s', (text, error) => {
    expect(read(text)).toMatchObject({ plan: null, wants: 'start', errors: [error] })
  })

  test.each([
    ['9:00-25:00 office', 'There is no 25:00. Use hours from 0 to 23.'],
    ['office 9:75–10:00', 'There is no 9:75. Use minutes from 00 to 59.'],
  ])('a span that names no time is refused, not taken for a title: %s', (text, error) => {
    expect(read(text).errors).toEqual([error])
    expect(read(`about ${text.replace('office', 'office hours')} today or so`).errors).toEqual([])
  })

  test.each([
    ['9-18 office', ['now', '2026-11-20T12:55:00.000Z'], ['planned', '2026-11-20T17:00:00.000Z']],
    ['14:00-15:00 call', ['yesterday', '2026-11-19T14:00:00.000Z'], ['planned', '2026-11-20T14:00:00.000Z']],
    ['today 14:00-15:00 call', ['planned', '2026-11-20T14:00:00.000Z']],
    ['1h from 13:30 call', ['now', '2026-11-20T12:55:00.000Z'], ['planned', '2026-11-20T13:30:00.000Z']],
  ])('an end in the future is asked about: %s', (text, ...choices) => {
    const { errors, futureChoices } = read(text)
    const way = choices.length > 1 ? 'Choose how to log it.' : 'Plan it, or change its time.'
    expect(errors).toEqual([`This ends in the future. ${way}`])
    expect(futureChoices.map(({ answer, times }) => [answer, new Date(times.ended_at).toISOString()])).toEqual(choices)
    for (const { answer, times } of futureChoices) {
      const answered = understand({ text, future: answer })
      expect(answered).toMatchObject({ errors: [], plan: { kind: 'log', times } })
    }
  })

  /** On 29 March clocks in Berlin went from 2:00 to 3:00, on 25 October from 3:00 back to 2:00. */
  test.each([
    ['2026-03-30T12:00:00+02:00', 'yesterday 1:30-2:30', '2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z', 60],
    ['2026-03-30T12:00:00+02:00', 'yesterday 1:30-3:30', '2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z', 60],
    ['2026-10-26T12:00:00+01:00', 'yesterday 1:30-2:30', '2026-10-24T23:30:00.000Z', '2026-10-25T00:30:00.000Z', 60],
    ['2026-10-26T12:00:00+01:00', 'yesterday 1:30-3:30', '2026-10-24T23:30:00.000Z', '2026-10-25T02:30:00.000Z', 180],
    ['2026-10-25T03:30:00+01:00', '2h', '2026-10-25T00:30:00.000Z', '2026-10-25T02:30:00.000Z', 120],
  ])('when clocks change: at %s, %s', (now, text, from, to, minutes) => {
    expect(logged(text, Date.parse(now))).toEqual([from, to, minutes])
  })

  test('a day that starts at four has the night before it', () => {
    const late = { ...berlin, day_start_minute: 240 }
    expect(logged('yesterday 1-2', friday, late)).toEqual(['2026-11-20T00:00:00.000Z', '2026-11-20T01:00:00.000Z', 60])
    expect(startedAt('since 23:30', Date.parse('2026-11-20T01:00:00+01:00'), late)).toBe('2026-11-19T22:30:00.000Z')
  })
})

describe('a goal', () => {
  const titles = ['Finish thesis', 'Finish the garden', 'Été', 'Ete', 'Run', 'Run', 'Learn Portuguese']
  const goals = titles.map((title, id) => ({ id: `${id}`, title }))
  const chosen = (name: string) => {
    const goal = findGoalByName(name, goals)
    return 'error' in goal ? goal.error.replace(/[\u2068\u2069]/g, '') : goal.id
  }
  test.each([
    ['its title', 'Finish thesis', '0'],
    ['a part of it', 'portu', '6'],
    ['its accent, where only that tells two apart', 'Été', '2'],
    ['none, where only that does', 'Ete', '3'],
    [
      'the beginning of two',
      'finish',
      '“finish” could be “Finish thesis” or “Finish the garden”. Type more of the title.',
    ],
    ['two of one title', 'run', '2 goals are called “Run”. Choose one in the form.'],
    ['what is not there', 'nothing', 'No open goal is called “nothing”.'],
  ])('is chosen by %s: %s', (_, name, found) => {
    expect(chosen(name)).toBe(found)
  })
})

test('any text is understood: it can be done, or something is said', () => {
  const piece = fc.constantFrom(
    ...['@a', '#b', '!c', '"', '9-10', '25m', 'since', '99:99', '0', 'until', '31 feb', 'yesterday', '2026-13-40', '٣'],
    ...['1e9', '9999999h', '24:00', '-', '–', '\u0000', '\ud800', '🎉', 'a'.repeat(60)],
  )
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 500 }),
    fc.array(piece, { maxLength: 40 }).map((some) => some.join(' ')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { plan, errors, isEmpty, title, tags, project } = read(text)
      if (isEmpty || plan === null) expect(errors.length).toBeGreaterThan(0)
      if (errors.length > 0) return
      expect(title.length <= 200 && tags.length <= 20 && (project?.name.length ?? 0) <= 100).toBe(true)
      if (plan?.kind === 'log') expect(plan.times.ended_at).toBeGreaterThanOrEqual(plan.times.started_at)
    }),
    { numRuns: runs(300) },
  )
})
