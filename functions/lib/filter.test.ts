import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type FilterParts,
  filterOf,
  filterParams,
  filterText,
  groupsOf,
  intersectFilters,
  isWholeFilter,
  partsOf,
  subjectWords,
} from './filter'

const subjects = fc.oneof(
  fc.constantFrom(
    'project:a',
    'project:none',
    'goal:b',
    'tag:#x',
    'tag:#a#',
    'tag:none',
    'tag:#none',
    'tag:#a|b',
    'tag:#é',
  ),
  fc.constantFrom('client:=Meyer & Söhne', 'client:none', 'client:=none', 'client:= x', 'organization:o', 'plan:p.1'),
  fc.constantFrom('chunk:p/c', 'weekday:3', 'hour:09', 'repo:acme/web', 'type:timer', 'text:=a "b c" -d', 'task:none'),
)

const filters = fc.record({
  all: fc.array(fc.uniqueArray(subjects, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
  none: fc.uniqueArray(subjects, { maxLength: 3 }),
})

/** Groups as sets, for which order says nothing. */
const meaning = ({ all, none }: FilterParts) => ({
  all: [...new Set(all.map((group) => [...new Set(group)].toSorted().join(' ')))].toSorted(),
  none: [...new Set(none)].toSorted(),
})

const inAddress = (subject: string) => {
  const params = new URLSearchParams(filterParams(subject))
  return filterOf(Object.fromEntries([...params.keys()].map((name) => [name, params.getAll(name)])))
}

test('a filter that an address says is read as it was', () => {
  fc.assert(
    fc.property(filters, (parts) => {
      const text = filterText(parts)
      expect(meaning(partsOf(inAddress(text)))).toEqual(meaning(parts))
      expect(meaning(partsOf(filterOf({ subject: text })))).toEqual(meaning(parts))
    }),
    { numRuns: 2000 },
  )
})

test('each group is taken off alone, and all together are the filter', () => {
  fc.assert(
    fc.property(filters, (parts) => {
      const text = filterText(parts)
      const groups = groupsOf(text)
      expect(isWholeFilter(text.slice(0, -1))).toBe(false)
      for (const { without } of groups) expect(groupsOf(without)).toHaveLength(groups.length - 1)
      const kept = groups.filter(({ isOut }) => !isOut).map(({ subject }) => subject)
      const out = { all: [], none: groups.filter(({ isOut }) => isOut).map(({ subject }) => subject) }
      expect(meaning(partsOf(intersectFilters(...kept, filterText(out))))).toEqual(meaning(parts))
    }),
  )
})

test('an address says a filter by its members where it can', () => {
  const written = (subject: string) => decodeURIComponent(String(new URLSearchParams(filterParams(subject))))
  expect(written('all')).toBe('')
  expect(written('project:a')).toBe('subject=project:a')
  expect(written(filterText({ all: [['project:a', 'project:b'], ['tag:#x']], none: ['client:=C', 'text:=w'] }))).toBe(
    'project=a&project=b&tag=x&not_client=C&not_q=w',
  )
  expect(written(filterText({ all: [['project:a', 'tag:#x'], ['tag:#y'], ['tag:#z']], none: [] }))).toBe(
    'subject=project:a|tag:#x&tag=y&subject=tag:#z',
  )
  expect(subjectWords(filterOf({ q: ' two words ', project: 'a' }))).toBe('two words')
})
