import { describe, expect, test } from 'vitest'
import lines from '../../docs/lines.md?raw'
import { parseEntry } from '../time/entry/interpret'
import { readTask } from './task'
import { lineWords } from './words'

/** A Friday. */
const today = '2026-11-20'

const [time, task, each] = lineWords.map(({ words }) =>
  words.flatMap(([typed, means]) => [typed, ...(/also (.+)$/.exec(means)?.[1] ?? '').split(', ').filter(Boolean)]),
)

describe('the help of lines', () => {
  test.each(time ?? [])('says words that a line of time takes: %s', (typed) => {
    const titles = [`${typed} title`, `title ${typed}`].map((line) => parseEntry(line, today).title)
    expect(titles).toContain('title')
  })

  test.each(task ?? [])('says words that a line of a task takes: %s', (typed) => {
    const read = readTask(`title ${typed}`, today)
    expect(read.title).toBe('title')
    expect(read).not.toEqual(readTask('title', today))
  })

  test('says marks, which are taken, and words that stay', () => {
    const titles = each?.map((typed) => readTask(`title ${typed}`, today).title)
    expect(titles).toEqual(['title', 'title', 'title', 'title', 'title every day', 'title Black Friday'])
  })

  test('is that of docs/lines.md', () => {
    for (const { words } of lineWords) {
      const rows = words.map(([typed, means]) => `| \`${typed}\` | ${means} |`)
      expect(lines.replace(/ +/g, ' ')).toContain(`- |\n${rows.join('\n')}\n`)
    }
  })
})
