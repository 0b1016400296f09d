import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heavyHistory } from '../../../scripts/history/heavy'
import { writeHistory } from '../../../scripts/history/write'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { newAdmin } from '../../apps/admin/testing'
import { readPreferences } from '../../lib/preferences'
import { isTimeZone } from '../../lib/time/days'
import type { UsedPart } from '../../lib/uses'
import { invalidSection, type Section, sections } from './schema'

const stored = async (client: Client) => {
  const [user] = await rows<{ username: string; preferences: string }>(
    'SELECT username, preferences FROM users WHERE id = ?',
    client.userId,
  )
  return { username: user?.username, ...readPreferences(user?.preferences ?? '{}') }
}

const pageOf = async (client: Client, section: Section) => (await client.get(`/settings/${section}`)).text()

/** Fields that each of the forms would send unchanged. */
const shown = async (client: Client) => {
  const html = await pageOf(client, 'sign-in')
  const [, json = ''] = /name="shown" value="([^"]*)"/.exec(html) ?? []
  return json.replaceAll('&quot;', '"')
}

describe('the settings page', () => {
  it('shows what is set', async () => {
    const client = await signedIn({
      time_zone: 'Asia/Kolkata',
      day_start_minute: 270,
      daily_target_minutes: 90,
      rest_days: [6, 7],
      clock: 12,
      theme: 'dark',
    })
    const days = await pageOf(client, 'days')
    expect(days).toMatch(/<option value="Asia\/Kolkata" selected/)
    expect(days).toContain('value="4:30 am"')
    expect(days).toContain('value="1h 30m"')
    expect(days).toMatch(/id="rest_days-7"[^>]*checked/)
    expect(days).not.toMatch(/id="rest_days-1"[^>]*checked/)
    expect(days).toContain('data-theme="dark"')
    expect(await pageOf(client, 'appearance')).toMatch(/id="clock-12"[^>]*checked/)
  })

  it('begins with an index that says what is set, and leads to the rest', async () => {
    const client = await signedIn({ time_zone: 'Asia/Kolkata', daily_target_minutes: 90, theme: 'dark' })
    await client.post('/settings/days-off', { from: '2099-01-01', label: 'New year' })
    await client.post('/settings/days-off', { from: '2001-01-01' })
    const html = await (await client.get('/settings')).text()
    const text = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    for (const value of ['Asia/Kolkata', 'target 1h 30m', 'dark', 'off Thursday, 1 January 2099']) {
      expect(text).toContain(value)
    }
    expect(text).not.toContain('2001')
    // Some are tabs on the pages to which it leads.
    const led = [...new Set(html.match(/(?<=href=")\/(settings\/|changes)[^"]*/g))]
    const pages = await Promise.all(led.map(async (href) => (await client.get(href)).text()))
    const all = [html, ...pages].join()
    for (const section of sections) expect(all).toContain(`href="/settings/${section}"`)
    for (const href of ['/settings/export', '/settings/backups', '/sessions/import', '/deleted', '/api/docs']) {
      expect(all).toContain(`href="${href}"`)
    }
    expect(led.length).toBeLessThanOrEqual(12)
  })

  it('has the limits of what is used', async () => {
    const fieldsOf = async (...uses: UsedPart[]) => {
      const html = await pageOf(await signedIn({ uses }), 'limits')
      return ['ask_after', 'new_cards_a_day', 'unlisted_apps'].filter((name) => html.includes(`name="${name}"`))
    }
    expect(await fieldsOf('time', 'journal')).toEqual(['ask_after'])
    expect(await fieldsOf('learning', 'apps')).toEqual(['new_cards_a_day', 'unlisted_apps'])
    expect(await pageOf(await signedIn({ uses: [] }), 'limits')).toContain('The parts you use have no limits to set')
  })

  it.each([...sections, 'days-off', 'tokens', 'export', 'backups', 'account'])(
    'has a way back from /settings/%s, and the others beside it',
    async (name) => {
      const html = await (await (await signedIn()).get(`/settings/${name}`)).text()
      expect(html).toMatch(/<a [^>]*href="\/settings">/)
      expect(html).toMatch(new RegExp(`<a [^>]*href="/settings/${name}" aria-current="page">`))
      expect(html.match(/<h1/g)).toHaveLength(1)
    },
  )

  it('offers every time zone, the present one under its name of today', async () => {
    const html = await pageOf(await signedIn({ time_zone: 'Asia/Calcutta' }), 'days')
    expect(html).toMatch(/<option value="Asia\/Calcutta" selected[^>]*>Asia\/Kolkata</)
    const offered = [...html.matchAll(/<option value="([^"]*\/[^"]*|UTC)"/g)].map(([, zone = '']) => zone)
    expect(offered).toEqual(expect.arrayContaining(['UTC', 'Europe/Kyiv', 'Asia/Kathmandu', 'America/Indiana/Knox']))
    expect(offered).not.toContain('Asia/Kolkata')
    expect(offered.filter((zone) => !isTimeZone(zone))).toEqual([])
    expect(offered.length).toBeGreaterThan(400)
  })
})

describe('saving settings', () => {
  it('keeps all that was filled in', async () => {
    const client = await signedIn()
    const kept = {
      ...{ time_zone: 'America/New_York', week_start: 7, theme: 'light', clock: 12, unlisted_apps: 'allow' },
      date_order: 'mdy',
      sender: 'Ana Sousa\nRua do Vale 14',
    }
    const answer = await client.post('/settings', {
      ...kept,
      username: '  Ana Sousa ',
      day_start: '04:30',
      rest_days: ['', '6', '7'],
      daily_target: '1,5h',
      ask_after: '90',
      work_start: '8',
      work_end: '16:30',
      new_cards_a_day: '15',
      shortcuts: ['off', 'on'],
      uses: ['', 'journal', 'time', 'time'],
      first_hour: ['off', 'on'],
      ...{ focus_length: '50', short_break: '10m', long_break: '0:30', focus_rounds: '3', idle_minutes: '15' },
      ...{ focus_stops: ['off', 'on'], focus_starts: ['off', 'on'], focus_sound: 'off' },
    })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/settings'])
    expect(answer.headers.get('Set-Cookie')).toContain(encodeURIComponent('Settings saved'))
    expect(await stored(client)).toEqual({
      ...kept,
      username: 'Ana Sousa',
      day_start_minute: 270,
      rest_days: [6, 7],
      daily_target_minutes: 90,
      ask_after_minutes: 90,
      new_cards_a_day: 15,
      shortcuts: true,
      uses: ['time', 'journal'],
      first_hour: true,
      lines_entered: 0,
      reminders: {},
      week_step: 5,
      week_scale: 'usual',
      work_start_minute: 480,
      work_end_minute: 990,
      ...{ focus_minutes: 50, short_break_minutes: 10, long_break_minutes: 30, focus_rounds: 3 },
      ...{ focus_stops: true, focus_starts: true, focus_sound: false, idle_minutes: 15 },
    })
  })

  it('takes the ticks away that were taken away', async () => {
    const client = await signedIn({ rest_days: [7], shortcuts: true })
    await client.post('/settings', { rest_days: '', shortcuts: 'off' })
    expect(await stored(client)).toMatchObject({ rest_days: [], shortcuts: false })
    expect(await (await client.get('/settings')).text()).toContain('data-shortcuts="off"')
  })

  it.each([
    ['theme', 'dark', 'appearance'],
    ['uses', '', 'uses'],
    ['shortcuts', 'off', 'keyboard'],
    ['username', 'Ana', 'sign-in'],
    ['time_zone', 'Asia/Tokyo', 'days'],
  ])('has the page loaded again where the frame shows it: %s', async (name, value, section) => {
    const client = await signedIn()
    const answer = await client.post('/settings', { [name]: value, section }, { part: true })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('HX-Redirect')).toBe(`/settings/${section}`)
  })

  it.each(['Rua do Vale 14', 'x'.repeat(501)])(
    'brings the form of sign-in alone, without what is below it',
    async (sender) => {
      const client = await signedIn()
      const page = await pageOf(client, 'sign-in')
      const html = await (await client.post('/settings', { section: 'sign-in', sender }, { part: true })).text()
      expect([
        html.includes('id="settings-form"'),
        page.includes('Command line'),
        html.includes('Command line'),
      ]).toEqual([true, true, false])
    },
  )

  it('leads back to its page, or brings the form as it is now saved', async () => {
    const client = await signedIn()
    const fields = { section: 'days', daily_target: '90', shown: await shown(client) }
    const plain = await client.post('/settings', fields)
    expect([plain.status, plain.headers.get('Location')]).toEqual([303, '/settings/days'])
    const answer = await client.post('/settings', { ...fields, daily_target: '1,5h', week_start: 7 }, { part: true })
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).toContain('Settings saved')
    expect(html).toContain('value="1h 30m"')
    expect(html).toMatch(/<option value="7" selected/)
    expect(html).toContain('&quot;week_start&quot;:7')
    expect(html).toContain('id="settings-save"')
    expect(html).not.toContain('<h1')
  })

  it('changes the theme', async () => {
    const client = await signedIn()
    await client.post('/settings', { theme: 'dark' })
    expect(await (await client.get('/settings')).text()).toContain('data-theme="dark"')
  })

  it('leaves alone what was changed elsewhere while the form stood open', async () => {
    const client = await signedIn({ theme: 'light', clock: 24 })
    const before = await shown(client)
    await client.post('/settings', { theme: 'dark' })
    await client.post('/settings', { shown: before, theme: 'light', clock: 12 })
    expect(await stored(client)).toMatchObject({ theme: 'dark', clock: 12 })
  })

  it('writes nothing when nothing was changed', async () => {
    const client = await signedIn()
    const before = await client.heads()
    const answer = await client.post('/settings', { shown: await shown(client), username: 'Robin', rest_days: '' })
    expect(answer.status).toBe(303)
    expect(await client.heads()).toEqual(before)
  })

  it.each([
    ['time_zone', 'Asia/Tokyo', 1],
    ['day_start', '05:00', 1],
    ['week_start', 7, 1],
    ['rest_days', ['', '7'], 1],
    ['daily_target', '3h', 1],
    ['theme', 'dark', 0],
    ['clock', 12, 0],
    ['shortcuts', 'off', 0],
    ['uses', ['', 'time'], 0],
    ['unlisted_apps', 'allow', 0],
    ['username', 'Ana', 0],
  ])('outdates the figures only where they depend on it: %s', async (name, value, stats_seq) => {
    const client = await signedIn()
    await client.post('/settings', { [name]: value })
    expect(await client.heads()).toMatchObject({ seq: 1, stats_seq })
  })

  it.each([
    ['username', '   ', 'Enter a name'],
    ['username', 'x'.repeat(101), 'A name has at most 100 characters'],
    ['time_zone', '+02:00', 'Choose a time zone from the list'],
    ['day_start', '24:00', 'Enter a time of day, such as 04:00'],
    ['week_start', '8', 'Choose a day of the week'],
    ['rest_days', ['', '1', '2', '3', '4', '5', '6', '7'], 'Keep at least one day that isn’t a rest day'],
    ['rest_days', ['', '0'], 'Choose a day of the week'],
    ['daily_target', '0', 'Enter 1 minute to 24 hours'],
    ['daily_target', '24:01', 'Enter 1 minute to 24 hours'],
    ['daily_target', 'much', 'Enter a duration, such as 2h, 90 or 1:30'],
    ['theme', 'pink', 'Choose a theme from the list'],
    ['clock', '13', 'Choose one of the options'],
    ['unlisted_apps', 'maybe', 'Choose one of the options'],
    ['uses', ['', 'games'], 'Choose from time, tasks, learning, apps, journal'],
  ])('refuses %s %j', async (name, value, message) => {
    const client = await signedIn({ theme: 'light' })
    const before = [await stored(client), await client.heads()]
    const section = invalidSection({ [name]: [message] })
    const fields = { section, ...(section === 'days' && { daily_target: '5h' }), [name]: value }
    for (const part of [false, true]) {
      const answer = await client.post('/settings', fields, { part })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain(message)
      expect(html.includes('<h1')).toBe(!part)
      expect(html).toContain(`name="section" value="${section}"`)
      if (section === 'days' && name !== 'daily_target') expect(html).toContain('value="5h"')
      if (name === 'rest_days' && value.length > 2) expect(html.match(/id="rest_days-\d"[^>]*checked/g)).toHaveLength(7)
    }
    expect([await stored(client), await client.heads()]).toEqual(before)
  })

  it('leaves the switches of a refused form as they were sent', async () => {
    const client = await signedIn({ focus_sound: true })
    const sent = { focus_stops: ['off', 'on'], focus_starts: 'off', focus_sound: ['off', 'on'] }
    const answer = await client.post('/settings', { section: 'focus', short_break: '0m', ...sent }, { part: true })
    expect(answer.status).toBe(422)
    const ticked = [...(await answer.text()).matchAll(/<input type="checkbox"[^>]* name="(\w+)"[^>]* checked/g)]
    expect(ticked.map(([, name]) => name)).toEqual(['focus_stops', 'focus_sound'])
  })
})

describe('switching to the time zone of the browser', () => {
  const switchZone = (client: Client, fields: Record<string, string>, referer?: string) =>
    request('/settings/time-zone', {
      method: 'POST',
      headers: { Cookie: client.cookie, Origin: origin, ...(referer && { Referer: referer }) },
      body: new URLSearchParams(fields),
    })

  it('changes that and nothing else, and leads back to where it was offered', async () => {
    const client = await signedIn({ theme: 'dark' })
    const before = await stored(client)
    const answer = await switchZone(client, { time_zone: 'Asia/Kolkata' }, `${origin}/stats?range=365`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/stats?range=365'])
    expect(await stored(client)).toEqual({ ...before, time_zone: 'Asia/Kolkata' })
    expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 1 })
  })

  it.each([
    [{ next: '/goals' }, undefined, '/goals'],
    [{ next: '//evil.example' }, undefined, '/settings'],
    [{}, 'https://evil.example/stats', '/settings'],
    [{}, `${origin}/service-worker.js`, '/'],
    [{}, `${origin}/assets/app-1a2b3c4d.js`, '/'],
    [{}, `${origin}/settings/time-zone?x=1`, '/settings'],
    [{}, `${origin}/goals/019a1a2a-bd87-70b6-b9e0-723be4e44f4e/ticks`, '/goals/019a1a2a-bd87-70b6-b9e0-723be4e44f4e'],
    [{}, `${origin}/api/v1/goals`, '/'],
  ])('leads to a page of this site alone: %j from %s', async (fields, referer, to) => {
    const answer = await switchZone(await signedIn(), { time_zone: 'Asia/Kolkata', ...fields }, referer)
    expect(answer.headers.get('Location')).toBe(to)
  })

  it('takes the banner away from a page that htmx changes', async () => {
    const client = await signedIn()
    const html = await (await client.post('/settings/time-zone', { time_zone: 'Asia/Kolkata' }, { part: true })).text()
    expect(html).toContain('<section id="zone-banner" hidden="" hx-swap-oob="true"></section>')
    expect(html).toContain('Your time zone is now Asia/Kolkata')
  })

  it('refuses what is no time zone', async () => {
    const client = await signedIn({ time_zone: 'Europe/Lisbon' })
    const answer = await switchZone(client, { time_zone: 'Europe/Atlantis' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Choose a time zone from the list')
    expect(await stored(client)).toMatchObject({ time_zone: 'Europe/Lisbon' })
  })
})

describe('what an admin has locked for apps on no list', () => {
  const lock = (client: Client, by: string | null) =>
    rows('UPDATE users SET unlisted_locked_at = 1, unlisted_locked_by = ? WHERE id = ?', by, client.userId)

  it('shows as it is held, by whom, and stays with all else that is saved', async () => {
    const client = await signedIn({ unlisted_apps: 'allow' })
    expect(await pageOf(client, 'limits')).not.toContain('Locked by')
    await lock(client, (await newAdmin()).userId)
    const html = await pageOf(client, 'limits')
    expect(html).toContain('Locked by <bdi>Robin</bdi> since <time')
    expect(html).toMatch(/id="unlisted_apps-allow"[^>]*checked=""[^>]*disabled=""/)
    expect(html).toMatch(/id="unlisted_apps-block"[^>]*disabled=""/)
    // A browser sends nothing for a disabled field.
    expect((await client.post('/settings', { username: 'Ana', theme: 'dark' })).status).toBe(303)
    expect(await stored(client)).toMatchObject({ username: 'Ana', unlisted_apps: 'allow' })
    expect((await client.post('/settings', { unlisted_apps: 'allow', username: 'Bo' })).status).toBe(303)
    expect(await stored(client)).toMatchObject({ username: 'Bo', unlisted_apps: 'allow' })
  })

  it.each([false, true])('cannot be changed by a form (part: %j), which says so', async (part) => {
    const client = await signedIn()
    await lock(client, null)
    const before = [await stored(client), await client.heads()]
    const answer = await client.post('/settings', { unlisted_apps: 'allow', section: 'limits' }, { part })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('An admin has locked the setting for unlisted apps. Nothing was changed.')
    expect(html).toContain('Locked by an admin since')
    expect(html).toMatch(/id="unlisted_apps-block"[^>]*checked=""/)
    expect([await stored(client), await client.heads()]).toEqual(before)
  })

  it('cannot be changed by a program, which reads that it is locked', async () => {
    const client = await signedIn()
    const me = async () => (await client.json('GET', '/api/v1/me')).json<object>()
    expect(await me()).toMatchObject({ unlisted_apps_locked: false })
    await lock(client, null)
    expect(await me()).toMatchObject({ unlisted_apps_locked: true })
    const refused = await client.json('PATCH', '/api/v1/me', { username: 'X', preferences: { unlisted_apps: 'allow' } })
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: 'locked' })])
    expect(await stored(client)).toMatchObject({ username: 'Robin', unlisted_apps: 'block' })
    const same = { username: 'X', preferences: { unlisted_apps: 'block', theme: 'dark' } }
    expect((await client.json('PATCH', '/api/v1/me', same)).status).toBe(200)
    expect((await stored(client)).username).toBe('X')
  })
})

const tables = ['sessions', 'session_days', 'day_totals', 'session_tags', 'projects', 'goals']

const everything = async (client: Client) => {
  const all = tables.map((table) => rows(`SELECT * FROM ${table} WHERE user_id = ?`, client.userId))
  return JSON.stringify(await Promise.all(all))
}

it('keeps history row for row, whatever preferences change', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  const now = Date.now()
  const past = heavyHistory({ years: 1, now })
  await writeHistory(env.DB, client.userId, { ...past, sessions: past.sessions.slice(-200) }, now)
  const before = await everything(client)
  const change = fc.record({
    time_zone: fc.constantFrom('Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'Europe/Lisbon'),
    day_start: fc.integer({ min: 0, max: 23 }).map((hour) => `${hour}:30`),
    week_start: fc.integer({ min: 1, max: 7 }),
    rest_days: fc.subarray(['1', '2', '6', '7']).map((days) => ['', ...days]),
    daily_target: fc.integer({ min: 1, max: 1440 }),
  })
  await fc.assert(
    fc.asyncProperty(change, async (fields) => {
      expect((await client.post('/settings', fields)).status).toBe(303)
      expect(await everything(client)).toBe(before)
    }),
    { numRuns: runs(25) },
  )
})

it.each(['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'])(
  'a name with the character %j, which turns text around, is refused beside its field',
  async (character) => {
    const client = await signedIn()
    const username = `Robin${character}gpj.exe`
    const page = await client.post('/settings', { username })
    expect([page.status, await page.text()]).toEqual([
      422,
      expect.stringContaining('Remove the invisible characters that change the direction of text'),
    ])
    const answer = await client.json('PATCH', '/api/v1/me', { username })
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'username' })] }),
    ])
    expect((await client.json('PATCH', '/api/v1/me', { username: 'رُبِين' })).status).toBe(200)
  },
)
