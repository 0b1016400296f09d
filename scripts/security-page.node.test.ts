import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync('docs/security.md', 'utf8')

/** Requirements of ASVS 5.0.0 at the levels 1 and 2. */
const requirements = 253

const isFile = /^[\w.-]+(\/[\w.-]+)*\.(tsx?|mjs|md|toml|ya?ml|json|sql)$|^public\/_headers$/

/** Files and quoted tests of a cell of the table, in their order: a test is of the file before it. */
const placesOf = (line: string) => {
  let path = ''
  return [...line.matchAll(/`([^`]+)`|"([^"]+)"/g)].flatMap(([, code, title]) => {
    if (code && isFile.test(code)) path = code
    return title || code === path ? [{ path, title }] : []
  })
}

/** A title stands in quotation marks before its test: behind a comma, or in a table of cases behind a colon. */
const hasTest = (text: string, title: string) =>
  ["'", '"', '`'].some((mark) => [',', ':'].some((sign) => text.includes(`${mark}${title}${mark}${sign}`)))

/** Faults of the page: files that are not there, and tests that are not in their file. */
const faultsOf = (text: string) =>
  text.split('\n').flatMap((line) =>
    placesOf(line).flatMap(({ path, title }) => {
      if (!existsSync(path)) return [`${path} is not there`]
      const isThere = title === undefined || hasTest(readFileSync(path, 'utf8'), title)
      return isThere ? [] : [`${path} has no test "${title}"`]
    }),
  )

test('the files and tests that docs/security.md names are there', () => {
  expect(faultsOf(page)).toEqual([])
  expect(page.split('\n').flatMap(placesOf).length).toBeGreaterThan(200)
})

test('a file or a test that is not there is found', () => {
  expect(faultsOf('| `test/gone.test.ts` |\n| `test/cross-site-writes.test.ts`: "gone" |')).toEqual([
    'test/gone.test.ts is not there',
    'test/cross-site-writes.test.ts has no test "gone"',
  ])
})

test('docs/security.md has each requirement once', () => {
  const ids = [...page.matchAll(/^\| (\d+\.\d+\.\d+) |(?<=^- \*\*\d+\*\*[^\n]*)\d+\.\d+\.\d+/gm)].map(
    ([id, own]) => own ?? id,
  )
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  expect(ids).toHaveLength(requirements)
})
