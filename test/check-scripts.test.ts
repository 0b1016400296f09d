import { describe, expect, test } from 'vitest'
import { fileFaults, maxLines, maxSubject, missingPaths, subjectFaults } from '../scripts/check/faults'
import { importCircles, importsOf, mutualPairs, upwardImports } from '../scripts/check/imports'
import { sharedClasses } from '../scripts/check/styles'

const what = 'What'
const same = 'The same'

describe('the check of words', () => {
  test.each([
    ['a line comment', 'functions/a.ts', `const a = 1\n// ${what} a is\n`, 2],
    ['a comment after code', 'scripts/a.ts', `const a = 1 // ${same} as b\n`, 1],
    ['a doc comment of one line', 'views/a.tsx', `/** ${what} a is. */\n`, 1],
    ['a doc comment of more lines', 'client/a.ts', `/**\n * ${same}, but later.\n */\n`, 2],
    ['a comment in markup', 'views/a.tsx', `<p>\n  {/* ${what} it says */}\n</p>\n`, 2],
    ['a comment after another, with code between', 'test/a.ts', `// One\na()\n// ${what} two\n`, 3],
    ['a comment of a migration', 'migrations/0001.sql', `CREATE TABLE a (b);\n-- ${same} as c\n`, 2],
  ])('refuses %s', (_, path, text, line) => {
    expect(fileFaults(path, text)).toEqual([expect.stringMatching(`^${path}:${line}: comment begins`)])
  })

  test.each([
    ['another beginning', 'functions/a.ts', '// Whatever comes\n/** Sums what was tracked. */\n'],
    ['these words later', 'functions/a.ts', `// It is kept.\n//  ${what} is not kept is lost.\n/* One. ${same} */\n`],
    ['text', 'views/a.tsx', `<p>${what} was it?</p>\n`],
    ['a name', 'test/a.ts', `const ${what} = 1\n`],
    ['later lines of a comment of a migration', 'migrations/0001.sql', `-- It is kept.\n-- ${same} holds.\n`],
  ])('accepts %s', (_, path, text) => {
    expect(fileFaults(path, text)).toEqual([])
  })

  test.each([
    ['text of a page', 'views/a.tsx', '<p>\n  Your goals stand here.\n</p>\n', 2],
    ['a message', 'functions/a.ts', "const a = 'Changed Meanwhile'\n", 1],
    ['an error', 'functions/a.ts', "const a = 'Give both dates'\n", 1],
    ['a result', 'functions/a.ts', "const a = 'No list knows it'\n", 1],
    ['a hint', 'functions/a.ts', "const a = 'Enter a date as YYYY-MM-DD'\n", 1],
    ['a button', 'views/a.tsx', '<b>Trim (removes 20m more)</b>\n', 1],
    ['a toast', 'functions/a.ts', "const a = 'Mark taken back'\n", 1],
    ['text after a link', 'client/a.ts', "a('http://x.example', 'Load it anew')\n", 1],
  ])('refuses a phrase that nobody says in %s', (_, path, text, line) => {
    expect(fileFaults(path, text)).toEqual([expect.stringMatching(`^${path}:${line}: says`)])
  })

  test.each([
    ['comments', 'views/a.tsx', '/** It stands here. */\na() // meanwhile\n{/* so\n already, anew */}\n'],
    ['names', 'client/a.ts', "a('[data-anew]', meanwhileOf(b))\n"],
    ['tests', 'functions/a.test.ts', "a('anew')\n"],
  ])('accepts such a phrase in %s', (_, path, text) => {
    expect(fileFaults(path, text)).toEqual([])
  })

  test('refuses a long product file, and accepts a long test', () => {
    const text = (lines: number) => 'a()\n'.repeat(lines)
    expect(fileFaults('views/a.tsx', text(maxLines))).toEqual([])
    expect(fileFaults('views/a.tsx', text(maxLines + 1))).toEqual([
      expect.stringMatching(`^views/a.tsx:${maxLines + 1}: ${maxLines + 1} lines`),
    ])
    for (const path of ['views/a.test.tsx', 'functions/testing.ts', 'test/a.ts', 'e2e/a.spec.ts', 'scripts/a.ts']) {
      expect(fileFaults(path, text(maxLines + 1))).toEqual([])
    }
  })
})

test('the check of commit subjects counts the subject without the hash', () => {
  const commit = (length: number) => `a1b2c3d ${'x'.repeat(length)}`
  expect(subjectFaults([commit(maxSubject), 'a1b2c3d Short'])).toEqual([])
  expect(subjectFaults([commit(maxSubject + 1), commit(1)])).toEqual([
    `${commit(maxSubject + 1)}\n  ${maxSubject + 1} characters; a subject has at most ${maxSubject}`,
  ])
})

const importsOfTexts = (texts: Record<string, string>) => importsOf(new Map(Object.entries(texts)))

describe('the check of the layout', () => {
  test('finds files in a circle, types included, and nothing beside it', () => {
    const imports = importsOfTexts({
      'functions/a.ts': "import { b } from './goals/goals/b'",
      'functions/goals/goals/b.tsx': "import type { C } from '../../lib/c'",
      'functions/lib/c.ts': "import {\n  a\n} from '../a'",
      'functions/d.ts': "import { a } from './a'",
    })
    expect(importCircles(imports)).toEqual([['functions/a.ts', 'functions/goals/goals/b.tsx', 'functions/lib/c.ts']])
  })

  test('finds features that import each other, on either side of functions and views', () => {
    const imports = importsOfTexts({
      'functions/goals/goals/a.ts': "import { b } from '../../time/sessions/b'",
      'functions/time/sessions/b.ts': "import { day } from '../../lib/day'",
      'views/time/sessions/row.tsx': "import { Goal } from '../../goals/goals/row'",
      'views/goals/goals/row.tsx': "import { Row } from '../../ui/row'",
      'views/ui/row.tsx': '',
      'functions/lib/day.ts': '',
    })
    expect(mutualPairs(imports)).toEqual(['goals/goals ↔ time/sessions'])
  })

  test('lets each layer import those below it, and finds what leads upwards', () => {
    const imports = importsOfTexts({
      'functions/areas.ts': '',
      'functions/lib/a.tsx':
        "import '../areas'\nimport { Toast } from '../../views/ui/toast'\nimport { b } from '../goals/goals/b'",
      'functions/goals/goals/b.ts': "import { c } from '../../line/c'",
      'functions/line/c.ts': "import { sums } from '../ledger/sums'\nimport { b } from '../goals/goals/b'",
      'functions/ledger/sums.ts': "import { a } from '../lib/a'",
      'views/ui/toast.tsx': "import { Layout } from '../frame/shell/layout'",
      'views/frame/shell/layout.tsx': '',
    })
    expect(upwardImports(imports)).toEqual([
      'functions/lib/a.tsx imports functions/areas.ts',
      'functions/lib/a.tsx imports functions/goals/goals/b.ts',
      'functions/line/c.ts imports functions/goals/goals/b.ts',
      'views/ui/toast.tsx imports views/frame/shell/layout.tsx',
    ])
  })
})

test('the check of styles refuses a class that two sheets style, and accepts one inside rules of another', () => {
  const energy = '.level {\n  cursor: pointer;\n}\n'
  expect(
    sharedClasses(
      new Map([
        ['energy.css', energy],
        ['skills.css', '.level {\n}\n.level {\n}\n'],
      ]),
    ),
  ).toEqual(['More than one sheet styles .level: energy.css, skills.css'])
  expect(
    sharedClasses(
      new Map([
        ['energy.css', energy],
        ['skills.css', '.skill {\n  .level {\n  }\n}\n'],
      ]),
    ),
  ).toEqual([])
})

test('the check of documents refuses a file or a folder that is not there, and accepts the end of a path', () => {
  const paths = ['functions/data/restore/swap.ts', 'client/notes/page.ts', 'README.md']
  const missing = (text: string) => missingPaths('docs/a.md', `# A\n${text}\n`, paths)
  for (const name of ['functions/data/restore/gone.ts', 'restore/gone.ts', 'gone.ts', 'ap.ts', 'client/gone', 'gone/'])
    expect(missing(`See \`${name}\`.`)).toEqual([`docs/a.md:2: names ${name}, which is not there`])
  const there = ['functions/data/restore/swap.ts', 'restore/swap.ts', 'swap.ts', 'client/notes', 'restore/', 'client/']
  for (const name of [...there, 'npm test', '/day/:date', 'functions/**/*.test.ts', 'a.b', 'dist-cli/'])
    expect(missing(`See \`${name}\`.`)).toEqual([])
})
