import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { markdownPayloads } from '../../../test/support/hostile/markdown-payloads'

const section = (html: string, id: string) =>
  html.slice(html.indexOf(`id="${id}"`), html.indexOf('</section>', html.indexOf(`id="${id}"`)))

test('descriptions of goals and notes of meetings read as markdown, and the editor has its source', async () => {
  const client = await signedIn()
  const text = '# Plan\n\n- **one**\n- two\n\nfirst line\nsecond [link](https://example.com)'
  const goal = await client.add('/goals', { title: 'Goal', description: text })
  const page = await (await client.get(`/goals/${goal}`)).text()
  const shown = section(page, 'goal-description')
  expect(shown).toContain('<li><strong>one</strong></li>')
  expect(shown).toContain('first line<br>')
  expect(shown).toMatch(/<a href="https:\/\/example.com" rel="noopener noreferrer nofollow">link<\/a>/)
  expect(await (await client.get(`/goals/${goal}/edit`)).text()).toContain('- **one**')

  const meeting = await client.add('/meetings', {
    title: 'Weekly',
    outcome_notes: text,
    questions_asked: 'Plain\nlines',
  })
  const notes = section(await (await client.get(`/meetings/${meeting}`)).text(), 'meeting-notes')
  expect(notes).toContain('<li><strong>one</strong></li>')
  expect(notes).toContain('- **one**')
  expect(notes.match(/<details/g)).toHaveLength(1)
})

test('nothing of a description or a note runs', async () => {
  const client = await signedIn()
  const text = markdownPayloads.join('\n\n').slice(0, 1_900)
  const goal = await client.add('/goals', { title: 'Goal', description: text })
  const meeting = await client.add('/meetings', { title: 'Weekly', outcome_notes: text })
  for (const [path, id] of [
    [`/goals/${goal}`, 'goal-description'],
    [`/meetings/${meeting}`, 'meeting-notes'],
  ] as const) {
    const shown = section(await (await client.get(path)).text(), id)
    expect(shown).toContain('class="rendered"')
    expect(shown).not.toMatch(/<(script|img|svg|iframe|style|object)\b|<[^>]+ on\w+=|href="javascript:/i)
  }
})
