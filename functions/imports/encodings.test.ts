import { beforeAll, expect, test } from 'vitest'
import type { Client } from '../../test/support/client'
import { encoded } from '../../test/support/hostile/damaged-files'
import { onlyAdmin } from '../apps/admin/testing'
import { words } from '../time/sessions/testing'

let client: Client
beforeAll(async () => {
  client = await onlyAdmin()
})

const said = 'It is read as Windows-1252: check the letters with accents.'

const texts = {
  sessions: 'Date;Start;End;Title\r\n2026-03-02;09:00;10:00;Café\r\n',
  meetings: [
    ...['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:a', 'DTSTART:20260302T090000Z', 'SUMMARY:Café'],
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n'),
  cards: '#separator:tab\r\nCafé\tKaffee\r\n',
  plans: '# Café\r\n\r\n## Bean\r\n',
  skills: 'Café: 4\r\n',
  'admin/whitelists': 'package_name,label,is_whitelisted\r\norg.cafe,Café,true\r\n',
}
const dates = { from: '2026-03-01', to: '2026-03-31' }

test.each(Object.entries(texts))(
  'the preview of %s says how a file of another encoding is read',
  async (name, text) => {
    const preview = async (encoding: 'windows-1252' | 'utf-16le') => {
      const file = new File([encoded(text, encoding)], 'a.txt')
      const fields = { file, files: [file], ...(name === 'meetings' && dates) }
      const sent = await client.post(`/${name}/import`, fields)
      const shown = sent.status === 303 ? await client.get(sent.headers.get('Location') ?? '') : sent
      expect(shown.status).toBe(200)
      return words(await shown.text())
    }
    expect([await preview('windows-1252'), await preview('utf-16le')]).toEqual([
      expect.stringMatching(new RegExp(`^(?=.*Café)(?=.*${said})`, 's')),
      expect.not.stringContaining('Windows-1252'),
    ])
  },
)

const apis: [name: string, path: string, type: string, text: string][] = [
  ['sessions', '/sessions/import?', 'text/csv', texts.sessions],
  ['meetings', '/meetings/import?from=2026-03-01&to=2026-03-31&', 'text/calendar', texts.meetings],
  ['cards', '/cards/import?', 'text/plain', texts.cards],
  ['plans', '/plans?', 'text/markdown', texts.plans],
  ['apps', '/admin/apps/import?', 'text/csv', texts['admin/whitelists']],
]

test.each(apis)('the API of %s names the encoding, and reads the one of Content-Type', async (_, path, type, text) => {
  const send = async (charset: string) => {
    const headers = { 'Content-Type': `${type}${charset}` }
    const body = encoded(text, 'windows-1252')
    const answer = await client.json('POST', `/api/v1${path}dry_run=true`, body, headers)
    expect(answer.status).toBe(200)
    return JSON.stringify(await answer.json())
  }
  expect([await send(''), await send('; charset=iso-8859-1')]).toEqual([
    expect.stringContaining(said),
    expect.not.stringContaining(said),
  ])
})
