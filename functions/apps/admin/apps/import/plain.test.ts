import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows } from '../../../../../test/support/client'
import { words } from '../../../../time/sessions/testing'
import { onlyAdmin } from '../../testing'
import { addApps, catalogueNow, newWord, noApps, stored, undoIn } from '../testing'
import { isPlainList, readDefaults } from './read'

/** A line in short: package name, name, category, and what it says. */
const short = (text: string) =>
  readDefaults(text).map(({ package_name, name, category, is_whitelisted, is_locked, problem }) =>
    problem
      ? 'problem'
      : [
          package_name ?? '?',
          name,
          category,
          is_whitelisted === null ? '' : is_whitelisted ? '+' : '-',
          is_locked ? '!' : '',
        ].join('|'),
  )

test.each([
  ['Instagram', '?|Instagram|||'],
  ['Instagram, com.instagram.android, block', 'com.instagram.android|Instagram||-|'],
  ['"Google Maps";com.google.android.apps.maps;allow;Travel', 'com.google.android.apps.maps|Google Maps|Travel|+|'],
  [
    'com.google.android.apps.maps\tGoogle Maps\tTravel\tyes\tlocked',
    'com.google.android.apps.maps|Google Maps|Travel|+|!',
  ],
  ['- Google Maps - allow', '?|Google Maps||+|'],
  ['[x] Clash of Clans block lock', '?|Clash of Clans||-|!'],
  ['package:org.mozilla.firefox', 'org.mozilla.firefox||||'],
  ['Öffi → de.schildbach.oeffi', 'de.schildbach.oeffi|Öffi|||'],
  ['תיבה, org.box, block', 'org.box|תיבה||-|'],
  ['block', 'problem'],
  ['A, a.b, Games, what, ever', 'problem'],
])('%s is read as people mean it', (line, expected) => {
  expect(short(`# a comment\n\n${line}`)).toEqual([expected])
})

test('a text whose first line names our columns is CSV', () => {
  expect(isPlainList('package_name,label,is_whitelisted\na,A,1')).toBe(false)
  expect(isPlainList('Label;Package_Name\na;b')).toBe(false)
  expect(isPlainList('Instagram\npackage_name')).toBe(true)
})

describe('an admin who pastes a plain list', () => {
  const path = '/admin/whitelists/import'
  let admin: Client
  let word: string
  beforeEach(async () => {
    admin = await onlyAdmin()
    word = newWord()
  })
  afterEach(noApps)

  const preview = async (text: string, rule = 'allow') => {
    const answer = await admin.post(path, { text, rule })
    const html = (await answer.text()).replace(/[\u2068\u2069]/g, '')
    return { status: answer.status, html, seq: /name="seq" value="(\d+)"/.exec(html)?.[1] ?? '' }
  }

  test('sees each app and each line’s problem, imports the rest as one change, and undoes it', async () => {
    await addApps(admin, [
      { package_name: `${word}.chat`, label: `Chat ${word}`, category: 'Messenger' },
      { package_name: `${word}.twin1`, label: `Twin ${word}` },
      { package_name: `${word}.twin2`, label: `Twin ${word}` },
    ])
    const text = [
      'Instagram, block, Social',
      `chat ${word} allow`,
      `${word}.new My <b>new</b> app`,
      `Twin ${word}`,
      'Nonesuch app',
      'com.instagram.android',
      `${word}.long ${'x'.repeat(101)}`,
    ].join('\n')
    const { status, html, seq } = await preview(text)
    expect(status).toBe(200)
    expect(html).toContain('Import 3 apps, skip 4 lines')
    const shown = words(html)
    expect(shown).toMatch(/Line 4 · “Twin \w+” is the name of \w+\.twin1 and \w+\.twin2\. Use the package name\./)
    expect(shown).toContain('Line 5 · “Nonesuch app” isn’t in any list. Enter its package name.')
    expect(shown).toContain('com.instagram.android Line 6 · The app is already on line 1.')
    expect(shown).toMatch(/Line 7 · [^.]*100 characters/)
    expect(html).toMatch(new RegExp(`<bdi class="mono">${word}.new</bdi> isn’t in any list`))
    expect(html).toContain('My &lt;b&gt;new&lt;/b&gt; app')
    expect(await stored('com.instagram.android')).toBeUndefined()

    const done = await admin.post(`${path}/confirm`, { text, rule: 'allow', seq })
    expect(done.status).toBe(303)
    const instagram = { label: 'Instagram', category: 'Social', is_whitelisted: 0, is_locked: 0 }
    expect(await stored('com.instagram.android')).toMatchObject(instagram)
    expect(await stored(`${word}.chat`)).toMatchObject({
      label: `Chat ${word}`,
      category: 'Messenger',
      is_whitelisted: 1,
    })
    expect(await stored(`${word}.new`)).toMatchObject({ label: 'My <b>new</b> app', is_whitelisted: 1 })
    await admin.post(undoIn(decodeURIComponent(done.headers.get('Set-Cookie') ?? '')))
    expect(await stored('com.instagram.android')).toBeUndefined()
    expect(await stored(`${word}.chat`)).toMatchObject({ is_whitelisted: 0 })
  })

  test('gets lines without a word allowed or blocked as chosen, and nothing for a list of nothing', async () => {
    const { seq } = await preview(`${word}.a\n${word}.b allow`, 'block')
    await admin.post(`${path}/confirm`, { text: `${word}.a\n${word}.b allow`, rule: 'block', seq })
    expect((await stored(`${word}.a`))?.is_whitelisted).toBe(0)
    expect((await stored(`${word}.b`))?.is_whitelisted).toBe(1)
    const before = await catalogueNow()
    for (const [text, why] of [
      ['Nonesuch', '“Nonesuch” isn’t in any list'],
      ['# only\n\n# comments', 'There are no apps in the list'],
      [`${word}.n\n`.repeat(5_001), 'at most 5,000 are imported at once'],
      ['', 'Choose a file or paste a list'],
    ] as const) {
      const wrong = await preview(text)
      expect([wrong.status, wrong.html.includes(why)]).toEqual([422, true])
      expect(wrong.html, 'takes the focus').toMatch(/role="alert" tabindex="-1" data-errors|<textarea[^>]*aria-invalid/)
      expect((await admin.post(`${path}/confirm`, { text, seq: String(before.seq) })).status).toBe(422)
    }
    expect(await catalogueNow()).toEqual(before)
  })
})

test('“Add another” comes back empty, with the same category, on the page and on a page of its own', async () => {
  const admin = await onlyAdmin()
  const word = newWord()
  const fields = { label: 'One', category: 'Games', is_whitelisted: '0', another: 'yes' }
  const part = await admin.post('/admin/whitelists', { ...fields, package_name: `${word}.one` }, { part: true })
  const [html = ''] = (await part.text()).split('id="default-list"')
  expect(part.status).toBe(200)
  expect(html).not.toContain(`value="${word}.one"`)
  expect(html).toContain('value="Games"')
  expect(html).toMatch(/value="0" checked/)
  const plain = await admin.post('/admin/whitelists', { ...fields, package_name: `${word}.two` })
  expect([plain.status, plain.headers.get('Location')]).toEqual([303, '/admin/whitelists/new'])
  expect(await rows('SELECT count(*) AS count FROM apps WHERE package_name LIKE ?', `${word}.%`)).toEqual([
    { count: 2 },
  ])
  const asked = await admin.post('/admin/whitelists', { ...fields, package_name: 'instagram' })
  expect([asked.status, (await asked.text()).includes('com.instagram.android')]).toEqual([422, true])
  await noApps()
})
