import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { type Document, exported, exportText, hostilePerson, live, type Row } from './hostile/testing'

/** An event as a parser reads it. */
const eventOf = (component: ICAL.Component) => {
  const text = (name: string) => String(component.getFirstPropertyValue(name) ?? '')
  const instant = (name: string) => {
    const value = component.getFirstPropertyValue(name)
    return value instanceof ICAL.Time && value.zone === ICAL.Timezone.utcTimezone
      ? value.toJSDate().toISOString()
      : null
  }
  return {
    uid: text('uid'),
    start: instant('dtstart'),
    end: instant('dtend'),
    stamp: instant('dtstamp'),
    summary: text('summary'),
    description: text('description'),
    categories: component.getFirstProperty('categories')?.getValues() ?? [],
  }
}

const seconds = (instant: unknown) => String(instant).replace(/\.\d+Z/, '.000Z')

/** Text as a calendar may have it: without control characters. */
const clean = (value: unknown) =>
  String(value)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')

const wanted = (session: Row, { projects = [] }: Document) => {
  const project = projects.find(({ id }) => id === session.project_id)?.name
  return {
    uid: `${session.id}@daymark`,
    start: seconds(session.started_at),
    end: seconds(session.started_at) === seconds(session.ended_at) ? null : seconds(session.ended_at),
    stamp: seconds(session.updated_at),
    summary: clean([session.title, project].filter(Boolean).join(' · ')),
    description: clean(session.notes),
    categories: session.tags,
  }
}

test('a parser reads each session that is not deleted, with its texts', async () => {
  const { client } = await hostilePerson()
  const document = await exported(client)
  const answer = await client.get('/api/v1/exports/ics')
  expect(answer.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
  const text = await answer.text()
  const calendar = new ICAL.Component(ICAL.parse(text))
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
  const sessions = live(document.sessions)
  expect(sessions.length).toBeGreaterThan(10)
  expect(sessions.length).toBeLessThan(document.sessions?.length ?? 0)
  expect(calendar.getAllSubcomponents('vevent').map(eventOf)).toEqual(sessions.map((one) => wanted(one, document)))
  const lines = text.split('\r\n')
  expect(lines.filter((line) => /[\n\r\0]/.test(line) || new TextEncoder().encode(line).length > 75)).toEqual([])
})

test('a session without time is an event without an end, and a running one is none', async () => {
  const client = await signedIn()
  await client.json('POST', '/api/v1/sessions', { started_at: '2026-03-02T10:00:00.600Z', duration_seconds: 0 })
  await client.json('POST', '/api/v1/timer/start', { title: 'Running' })
  const calendar = new ICAL.Component(ICAL.parse(await exportText(client, 'ics')))
  const events = calendar.getAllSubcomponents('vevent').map(eventOf)
  expect(events).toMatchObject([{ start: '2026-03-02T10:00:00.000Z', end: null, summary: 'Session', categories: [] }])
})

test('an empty account is a calendar without events', async () => {
  const calendar = new ICAL.Component(ICAL.parse(await exportText(await signedIn(), 'ics')))
  expect(calendar.getAllSubcomponents('vevent')).toEqual([])
})
