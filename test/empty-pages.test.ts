import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from './support/client'

/** Pages of lists. Apps have a catalogue and Weeks their own pages, so that only their lists are here. */
const lists =
  '/sessions /goals /tasks/all /tasks/with-people /stats /plans /cards /review /learnings /skills /meetings /people /organizations /feedback /reviews /energy /evidence /projects /tags /search /deleted /changes'.split(
    ' ',
  )

/** Its first step is the line above it. */
const withLine = ['/sessions', '/tasks/all', '/tasks/with-people', '/search', '/evidence']

const wordsOf = (html: string) => html.replace(/<[^>]*>/g, '').trim()

describe.each(lists)('%s without data', async (path) => {
  const client: Client = await signedIn()
  const html = await (await client.get(path)).text()
  const [, empty = ''] = /<div class="empty[^"]*">(.*?)<\/div>(?:<\/div>)?/s.exec(html) ?? []

  test('says in a sentence what belongs there, and draws no sample', () => {
    expect(empty).not.toContain('<svg')
    const [, sentence = ''] = /<p class="grey">(.*?)<\/p>/s.exec(empty) ?? []
    expect(wordsOf(sentence)).toMatch(/^[A-Z].*\.$/)
    expect(wordsOf(sentence).split(/\. [A-Z]/)).toHaveLength(1)
  })

  test.skipIf(withLine.includes(path))('offers one step, which takes the place of the head’s', () => {
    expect([...empty.matchAll(/<(a|button) /g)]).toHaveLength(1)
  })
})
