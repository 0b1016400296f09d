import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEntry, type QuickEntry } from './parse'

describe('a line', () => {
  test.each<[string, Partial<QuickEntry>]>([
    [
      '25m writing report @Thesis #deep',
      { title: 'writing report', project: 'Thesis', tags: ['deep'], duration: '25m' },
    ],
    [
      'proofs to the printer @"Petrel Press" #proofs 11:30-12:05',
      { title: 'proofs to the printer', project: 'Petrel Press', tags: ['proofs'], duration: '11:30-12:05' },
    ],
    ['yesterday 14:00-15:00 call', { title: 'call', date: 'yesterday', duration: '14:00-15:00' }],
    ['call Yesterday 1h 30m', { title: 'call', date: 'yesterday', duration: '1h 30m' }],
    ['90 writing', { title: 'writing', duration: '90' }],
    ['writing 90', { title: 'writing 90' }],
    ['Read chapter 12', { title: 'Read chapter 12' }],
    ['Read chapter 12 30m', { title: 'Read chapter 12', duration: '30m' }],
    ['Release 1.5', { title: 'Release 1.5' }],
    ['Invoice 2026-31', { title: 'Invoice 2026-31' }],
    ['Invoice 2026-11', { title: 'Invoice 2026-11' }],
    ['2026 planning', { title: '2026 planning' }],
    ['2025-2026 planning', { title: '2025-2026 planning' }],
    ['Pages 9-10', { title: 'Pages 9-10' }],
    ['9-10 standup', { title: 'standup', duration: '9-10' }],
    ['standup 9 to 10:30', { title: 'standup', duration: '9 to 10:30' }],
    ['9:00 – 10:30 standup', { title: 'standup', duration: '9:00 – 10:30' }],
    ['standup 1-2:30pm', { title: 'standup', duration: '1-2:30pm' }],
    ['2 hours and 5 minutes of tea', { title: 'of tea', duration: '2 hours and 5 minutes' }],
    ['1h30', { title: '', duration: '1h30' }],
    ['mail ana@example.com about PR #12', { title: 'mail ana@example.com about PR #12' }],
    ['fix C# @ home', { title: 'fix C# @ home' }],
    ['#a, #b #a sorting', { title: 'sorting', tags: ['a', 'b'] }],
    ['@One then @Two', { title: 'then @Two', project: 'One' }],
    ['', { title: '' }],
  ])('%s', (text, entry) => {
    expect(parseEntry(text)).toEqual({ project: null, tags: [], ...entry })
  })

  test('of words alone is its own title', () => {
    const word = fc.constantFrom('write', 'report', 'of', 'chapter', '12', 'Über', 'a@b', 'v1.5', '—')
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const title = ['Notes', ...words, 'end'].join(' ')
        expect(parseEntry(title)).toEqual({ title, project: null, tags: [] })
      }),
      { numRuns: 1_000 },
    )
  })

  test('gives back what it was made of, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['#deep', '@Thesis', 'draft', 'report']), fc.boolean(), (parts, first) => {
        const entry = parseEntry((first ? ['25m', ...parts] : [...parts, '25m']).join(' '))
        expect(entry.duration).toBe('25m')
        expect(entry.project).toBe(parts.includes('@Thesis') ? 'Thesis' : null)
        expect(entry.tags).toEqual(parts.includes('#deep') ? ['deep'] : [])
        expect(entry.title).toBe(parts.filter((word) => /^[dr]/.test(word)).join(' '))
      }),
      { numRuns: 1_000 },
    )
  })

  test('of any text is read without fail, and nothing is invented', () => {
    const pieces = fc.constantFrom(
      '@',
      '#',
      '"',
      '@"',
      ' ',
      '9',
      '-',
      ':30',
      'm',
      'today',
      'to',
      '\u00A0',
      '#x',
      '@y',
      ',',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 15 }).map((some) => some.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const { title, project, tags, duration } = parseEntry(text)
        for (const word of [title, project ?? '', ...tags, duration ?? ''].flatMap((part) => part.split(/\s+/))) {
          expect(text).toContain(word)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
