import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, signedIn, toastOf } from '../../../test/support/client'
import { dropApps, ownRules, putApps, putAppsForTest, putRule, putUse, somePackage, sure } from './testing'

/** Own rules in short: `+name` is allowed, `-name` blocked. */
const own = async ({ userId }: Client) =>
  (await ownRules(userId)).map(({ package_name, is_whitelisted }) => `${is_whitelisted ? '+' : '-'}${package_name}`)

/** The names that own rules give to apps. */
const labels = async ({ userId }: Client) => (await ownRules(userId)).map(({ label }) => label)

/** The form that confirms what a preview shows. */
const confirmed = (html: string) => ({
  list: (/name="list" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"'),
  rule: 'allow',
})

const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '')

const [locked, theirs, firefox] = [somePackage('dialer'), somePackage('insta'), somePackage('firefox')]
let client: Client

const blocked = { is_whitelisted: 0, after: null } as const

beforeAll(async () => {
  client = await signedIn()
  await putApps(
    { package_name: locked, label: 'Phone', is_whitelisted: 1, is_locked: 1 },
    { package_name: firefox, label: 'Firefox' },
  )
  await putRule(client.userId, theirs, blocked, 'ada')
})
afterAll(() => dropApps(locked, firefox))

describe('adding an app by its package name', () => {
  test('makes a rule with the name that it is given, and Undo takes it back', async () => {
    const robin = await signedIn()
    const answer = await robin.post('/whitelists/add', { ...sure(' org.x '), label: ' Mine ', rule: 'allow' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/whitelists?q=org.x'])
    const { message, undo } = toastOf(answer)
    expect(plain(message)).toBe('“Mine” is now allowed')
    expect(await labels(robin)).toEqual(['Mine'])
    const undone = await robin.post(undo, {}, { page: '/whitelists?show=allowed' })
    expect([undone.status, undone.headers.get('Location')]).toEqual([303, '/whitelists?show=allowed'])
    expect(toastOf(undone)).toEqual({ message: 'Undone for 1 app', undo: '' })
    expect(await own(robin)).toEqual([])
  })

  test('an app that has a rule already gets the other, and is told so', async () => {
    const robin = await signedIn()
    const add = async (rule: string) =>
      plain(toastOf(await robin.post('/whitelists/add', { ...sure('org.x'), rule })).message)
    const { undo } = toastOf(await robin.post('/whitelists/add', { ...sure('org.x'), rule: 'block' }))
    expect(await add('block')).toBe('“org.x” is already blocked')
    expect(await add('allow')).toBe('“org.x” is now allowed (was blocked)')
    expect((await robin.json('POST', `/api/v1${undo}`)).status).toBe(409)
    expect(await own(robin)).toEqual(['+org.x'])
  })

  test('an app that the catalogue knows keeps the name that it has there', async () => {
    const robin = await signedIn()
    await robin.post('/whitelists/add', { package_name: firefox, label: 'Mine', rule: 'block' })
    expect(await labels(robin)).toEqual([null])
  })

  test.each([
    [() => locked, 'This app is locked for everyone'],
    [() => theirs, 'This app is managed by an admin'],
  ])('what is not theirs to change is refused with why, and what was typed', async (name, why) => {
    const answer = await client.post('/whitelists/add', { package_name: name(), label: 'Typed', rule: 'block' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain(why)
    expect(html).toContain('value="Typed"')
    expect(html).toContain(`value="${name()}"`)
  })

  test.each([
    [{ package_name: '', rule: 'allow' }, 'Enter the package name'],
    [{ package_name: 'a b', rule: 'allow' }, 'Enter the package name'],
    [{ package_name: '😀'.repeat(256), rule: 'allow' }, 'Enter the package name'],
    [{ package_name: 'a\u0007b', rule: 'allow' }, 'Enter the package name'],
    [{ package_name: new File(['x'], 'x.txt'), rule: 'allow' }, 'Enter the package name as text'],
    [{ package_name: 'org.x', label: 'x'.repeat(101), rule: 'allow' }, 'at most 100 characters'],
    [{ package_name: 'org.x', rule: 'reset' }, 'Choose allow or block'],
    [{ package_name: 'org.x' }, 'Choose allow or block'],
  ])('%j is refused with what was typed', async (fields, message) => {
    for (const part of [false, true]) {
      const answer = await client.post('/whitelists/add', fields, { part })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain(message)
      expect(html.includes('<html')).toBe(!part)
    }
  })
})

describe('a name that is no package name yet', () => {
  const ask = async (who: Client, fields: Record<string, string>) => {
    const answer = await who.post('/whitelists/add', { rule: 'block', ...fields })
    return { status: answer.status, html: plain(await answer.text()) }
  }

  test('is that of the only app called so; of several one is chosen', async () => {
    const robin = await signedIn()
    expect((await ask(robin, { package_name: ' instagram ' })).status).toBe(303)
    expect(await own(robin)).toEqual(['-com.instagram.android'])
    expect(await labels(robin)).toEqual(['Instagram'])
    const [one, other] = [somePackage('one'), somePackage('other')]
    for (const package_name of [one, other]) await putAppsForTest({ package_name, label: `Both of ${one}` })
    const { status, html } = await ask(robin, { package_name: `Both of ${one}` })
    expect(status).toBe(422)
    expect(html).toContain(`Which app do you mean by “Both of ${one}”?`)
    expect(html).toContain(`Both of ${one} (${other})`)
    const chosen = { package_name: `Both of ${one}`, typed: `Both of ${one}`, app: other }
    expect((await ask(robin, chosen)).status).toBe(303)
    expect(await own(robin)).toEqual(['-com.instagram.android', `-${other}`].toSorted())
  })

  test('finds apps of the catalogue, of rules and of reports, and only one’s own of the last two', async () => {
    const robin = await signedIn()
    const [seen, listed, named] = [somePackage('seen'), somePackage('listed'), somePackage('named')]
    await putAppsForTest({ package_name: listed, label: `Listed ${listed}` })
    await putUse(robin.userId, seen, 60, '2026-03-05')
    await robin.post('/whitelists/add', { ...sure(named), label: 'Pet name', rule: 'allow' })
    for (const known of [seen, listed, named]) expect((await ask(robin, { package_name: known })).status).toBe(303)
    for (const known of [`listed ${listed}`, 'pet NAME'])
      expect((await ask(robin, { package_name: known })).status).toBe(303)
    expect((await own(robin)).length).toBe(3)
    for (const theirs of [seen, named]) {
      const { status, html } = await ask(client, { package_name: theirs })
      expect([status, html.includes('isn’t in any list or report')]).toEqual([422, true])
    }
    expect((await ask(client, { package_name: 'Pet name' })).html).not.toContain(named)
  })

  test('that nothing knows is confirmed with a warning, and asked about again when it changes', async () => {
    const robin = await signedIn()
    const { status, html } = await ask(robin, { package_name: 'org.tpyo' })
    expect(status).toBe(422)
    expect(html).toContain(
      '“org.tpyo” isn’t in any list or report. Check the spelling, or press the button again to use it as typed.',
    )
    expect(html).toMatch(/name="app" value="org.tpyo"/)
    expect(await own(robin)).toEqual([])
    expect((await ask(robin, { package_name: 'org.other', typed: 'org.tpyo', app: 'org.tpyo' })).status).toBe(422)
    expect(await own(robin)).toEqual([])
    expect((await ask(robin, sure('org.tpyo'))).status).toBe(303)
    expect(await own(robin)).toEqual(['-org.tpyo'])
  })

  test('with spaces is refused where no app is called so', async () => {
    const { status, html } = await ask(client, { package_name: 'No such app', typed: 'No such app', app: 'no such' })
    expect(status).toBe(422)
    expect(html).toContain('“No such app” isn’t in any list or report. Enter the package name')
  })

  test('in a pasted list is resolved, and an unknown one is warned about before it is confirmed', async () => {
    const robin = await signedIn()
    const list = 'Instagram block\nGoogle Maps\n"youtube music"\norg.tpyo'
    const html = await (await robin.post('/whitelists/paste', { list, rule: 'allow' })).text()
    expect(html).toMatch(/<bdi class="mono">org.tpyo<\/bdi> isn’t in any list or report\./)
    await robin.post('/whitelists/paste/confirm', confirmed(html))
    expect(await own(robin)).toEqual([
      '+com.google.android.apps.maps',
      '+com.google.android.apps.youtube.music',
      '-com.instagram.android',
      '+org.tpyo',
    ])
  })
})

describe('suggestions', () => {
  /** Suggested package names. */
  const offered = async (who: Client, typed: string) => {
    const query = new URLSearchParams({ package_name: typed })
    const answer = await who.get(`/whitelists/suggestions?${query}`, { part: true })
    expect(answer.status).toBe(200)
    return [...(await answer.text()).matchAll(/value="([^"]*)"/g)].map(([, name]) => name)
  }

  test('are what was used and nobody decided about, then what else was used, then the catalogue', async () => {
    const robin = await signedIn()
    const [seen, other] = [somePackage('firewall'), somePackage('fireplace')]
    await putAppsForTest({ package_name: other, label: 'Fireplace' })
    await putUse(robin.userId, other, 60, '2026-03-05')
    await putUse(robin.userId, seen, 60, '2026-03-03')
    expect((await offered(robin, 'FIRE')).slice(0, 2)).toEqual([seen, other])
    expect(await offered(robin, 'fire')).toContain(firefox)
    expect(await offered(robin, '')).toEqual([seen, other])
    expect(await offered(robin, firefox.slice(0, -4))).toEqual([firefox])
    expect(await offered(client, seen)).toEqual([])
  })

  test('are at most eight, and none for what no app has', async () => {
    const word = `w${crypto.randomUUID().slice(0, 8)}`
    const names = Array.from({ length: 10 }, (_, n) => `${word}.app${n}`)
    await putAppsForTest(...names.map((package_name) => ({ package_name })))
    expect(await offered(client, word)).toHaveLength(8)
    expect(await offered(client, `${word} app9`)).toEqual([`${word}.app9`])
    for (const typed of ['nothing-like-this', '%', '_', '"', '😀', 'x'.repeat(5_000)]) {
      expect(await offered(client, typed)).not.toContain(firefox)
    }
  })
})

describe('pasting a list', () => {
  test('is shown first, then written at once, and taken back at once', async () => {
    const robin = await signedIn()
    await putRule(robin.userId, theirs, blocked, 'ada')
    await robin.post('/whitelists/rules', { rule: 'allow', package_name: ['org.same'] })
    const before = await robin.heads()
    const list = `# mine\norg.a, org.b\n${firefox}\norg.same\n${locked},block\n${theirs}\norg.c block\norg.a\n"b c"`
    const preview = await robin.post('/whitelists/paste', { list, rule: 'allow' })
    expect(preview.status).toBe(200)
    expect(await robin.heads()).toEqual(before)
    const html = await preview.text()
    expect(html).toContain('Allow 3, block 1')
    expect(html).toContain('blocked → allowed')
    expect(html).toMatch(/<h2[^>]*>To change.*stays allowed, as your own rule.*<h2[^>]*>Managed by an admin/s)
    expect(html).toContain('is locked for everyone')
    expect(html).toContain('is managed by an admin')
    expect(html).toContain('Package names can’t contain spaces')

    const done = await robin.post('/whitelists/paste/confirm', confirmed(html))
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/whitelists'])
    const { message, undo } = toastOf(done)
    expect(message).toBe('Changed the rules of 4 apps')
    expect(await own(robin)).toEqual(['+org.a', '+org.b', '-org.c', '+org.same', `+${firefox}`])
    expect((await robin.heads())?.seq).toBe(Number(before?.seq) + 1)

    await robin.post('/whitelists/rules', { rule: 'reset', package_name: ['org.b'] })
    expect(toastOf(await robin.post(undo)).message).toBe('Undone for 3 apps. 1 app changed since and wasn’t undone')
    expect(await own(robin)).toEqual(['+org.same'])
    expect((await robin.post(undo)).status).toBe(404)
  })

  test('a list that changes nothing has nothing to confirm', async () => {
    await client.post('/whitelists/rules', { rule: 'block', package_name: ['org.same'] })
    const html = await (await client.post('/whitelists/paste', { list: `org.same ${locked}`, rule: 'block' })).text()
    expect(html).toContain('Nothing to change')
    expect(html).not.toContain('/whitelists/paste/confirm')
  })

  test('a list as long as one may be is taken', async () => {
    const robin = await signedIn()
    const names = Array.from({ length: 2_000 }, (_, n) => `${'中'.repeat(93)}.${n + 1_000}`)
    const html = await (await robin.post('/whitelists/paste', { list: names.join('\r\n'), rule: 'block' })).text()
    const done = await robin.post('/whitelists/paste/confirm', confirmed(html))
    expect(toastOf(done).message).toBe('Blocked 2,000 apps')
    expect(await own(robin)).toHaveLength(2_000)
  })

  test.each([
    [{ list: '', rule: 'allow' }, 'Paste a list of package names'],
    [{ list: ' \n\t', rule: 'allow' }, 'Paste a list of package names'],
    [{ list: '# only a comment', rule: 'allow' }, 'There are no package names in your list'],
    [{ list: 'a\n'.repeat(2_001), rule: 'allow' }, 'Your list has 2,001 lines; the limit is 2,000'],
    [
      { list: Array.from({ length: 2_001 }, (_, n) => `a${n}`).join(' '), rule: 'allow' },
      'Your list has 2,001 apps; the limit is 2,000',
    ],
    [{ list: 'x'.repeat(500_000), rule: 'allow' }, 'Paste at most 200,000 characters'],
    [{ list: new File(['a'], 'a.txt'), rule: 'allow' }, 'Enter the list as text'],
    [{ list: 'org.x', rule: 'reset' }, 'Choose allow or block'],
    [{ rule: 'allow' }, 'Enter the list as text'],
  ])('a list that cannot be used comes back with why', async (fields, message) => {
    const before = await client.heads()
    for (const path of ['/whitelists/paste', '/whitelists/paste/confirm']) {
      const answer = await client.post(path, fields)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(message)
    }
    expect(await client.heads()).toEqual(before)
  })
})

test('more than a form with a list may have is refused as too large', async () => {
  expect((await client.post('/whitelists/paste', { list: 'x'.repeat(1_100_000), rule: 'allow' })).status).toBe(413)
})

describe('many at once', () => {
  test('those that can be are changed, the others are named', async () => {
    const robin = await signedIn()
    await putRule(robin.userId, theirs, blocked, 'ada')
    const names = ['org.a', 'org.b', locked, theirs]
    const block = { rule: 'block', package_name: names }
    const answer = await robin.post('/whitelists/rules', block, { page: '/whitelists?q=a' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/whitelists?q=a'])
    expect(plain(toastOf(answer).message)).toBe(
      `Blocked 2 apps. 2 not changed: “Phone” is locked for everyone; “${theirs.slice(0, 40)}…” is managed by an admin.`,
    )
    expect(await own(robin)).toEqual(['-org.a', '-org.b'])
    const reset = { rule: 'reset', package_name: ['org.a', 'org.z'] }
    const part = await robin.post('/whitelists/rules', reset, { part: true, page: '/whitelists' })
    expect(part.status).toBe(200)
    expect(await part.text()).toContain('id="apps"')
    expect(await own(robin)).toEqual(['-org.b'])
  })

  test('what is refused as a whole, or so already, changes nothing and has no Undo', async () => {
    const before = await client.heads()
    const answer = await client.post('/whitelists/rules', { rule: 'allow', package_name: locked })
    expect(plain(toastOf(answer).message)).toBe('“Phone” wasn’t changed: this app is locked for everyone')
    expect(toastOf(answer).undo).toBe('')
    const again = await client.post('/whitelists/rules', { rule: 'reset', package_name: 'org.never' })
    expect(toastOf(again)).toEqual({ message: 'Nothing to change', undo: '' })
    expect(await client.heads()).toEqual(before)
  })

  test('the longest names fit the message that the next page shows', async () => {
    const names = ['a', 'b', 'c', 'd'].map((one) => one + '😀'.repeat(200) + crypto.randomUUID())
    for (const name of names) await putRule(client.userId, name, blocked, 'ada')
    const answer = await client.post('/whitelists/rules', { rule: 'allow', package_name: names })
    expect(answer.headers.get('Set-Cookie')?.length).toBeLessThan(4_096)
    expect(toastOf(answer).message).toContain('and 1 other')
  })

  test.each([
    [{ rule: 'allow' }, 'Select the apps to change'],
    [{ rule: 'allow', package_name: 'a b' }, 'Select apps from the list'],
    [{ rule: 'allow', package_name: new File(['a'], 'a') }, 'Select the apps to change'],
    [{ rule: 'explode', package_name: 'org.a' }, 'Choose allow, block'],
    [{ package_name: 'org.a' }, 'Choose allow, block'],
    [
      { rule: 'allow', package_name: Array.from({ length: 2_001 }, (_, n) => `a${n}`) },
      'A form has at most 1,000 fields',
    ],
  ])('%# is refused, and says why', async (fields, message) => {
    const before = await client.heads()
    for (const part of [false, true]) {
      const answer = await client.post('/whitelists/rules', fields, { part })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(message)
    }
    expect(await client.heads()).toEqual(before)
  })
})

describe('Undo', () => {
  test('leaves alone what was changed since, and says so', async () => {
    const robin = await signedIn()
    const { undo } = toastOf(await robin.post('/whitelists/rules', { rule: 'allow', package_name: 'org.a' }))
    await robin.post('/whitelists/rules', { rule: 'block', package_name: 'org.a' })
    expect(toastOf(await robin.post(undo)).message).toContain('Nothing undone')
    expect(await own(robin)).toEqual(['-org.a'])
  })
})
