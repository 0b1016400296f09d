import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loaders } from './commands/loaders'
import { commandNamed, commands, visibleCommands } from './commands/table'
import { device } from './testing'

describe('a command line', () => {
  test.each(visibleCommands.map(({ name }) => name))(
    '%s has work, and help in a narrow and a wide terminal',
    async (name) => {
      expect(loaders[name]).toBeDefined()
      const { daymark } = device()
      for (const columns of [20, 80, 200]) {
        const { code, out } = await daymark(`help ${name}`, { columns })
        expect(code).toBe(0)
        expect(out).toContain('SYNOPSIS')
        const asked = await daymark(`${name} --help`, { columns })
        expect(asked.out).toBe(out)
      }
    },
  )

  test('has a loader for each command, and no other', () => {
    expect(Object.keys(loaders).toSorted()).toEqual(commands.map(({ name }) => name).toSorted())
  })

  test('without a command shows them all', async () => {
    const { daymark } = device()
    const { code, out } = await daymark('')
    expect(code).toBe(0)
    for (const { name } of visibleCommands) expect(out).toContain(name)
    expect((await daymark('--help')).out).toBe(out)
    expect((await daymark('help')).out).toBe(out)
  })

  test('tells its version, for programs as well', async () => {
    const { daymark, json } = device()
    expect((await daymark('--version')).out).toMatch(/^daymark \d+\.\d+\.\d+\n$/)
    expect((await json('--version')).version).toMatch(/^\d/)
  })

  test.each([
    ['stauts', 'Did you mean daymark status?'],
    ['plan', 'Which one: daymark plan show or daymark plan edit?'],
    ['frobnicate', 'See daymark help.'],
    ['stop --nope', 'has no option --nope'],
    ['stop --not x', 'Did you mean --note?'],
    ['stop --note', '--note needs a value: --note=TEXT.'],
    ['status --json=yes', '--json takes no value.'],
    ['status now', 'can’t use “now”'],
    ['plan show', 'PLAN is missing.'],
    ['log', 'LINE is missing.'],
    ['export pdf', 'FORMAT is one of json, csv'],
    ['stats --range 0', '--range needs a number of days'],
    ['stats --range 1e2', '--range needs a number of days'],
    ['stats --range 367', '--range needs a number of days'],
    ['review --limit -1', ''],
    ['review --limit 0', '--limit needs a number of cards'],
    ['sync push here', 'PATH needs --all.'],
    ['help frobnicate', 'There is no command'],
    ['completion powershell', 'SHELL is one of bash, zsh, fish'],
  ])('%s is wrong use, and says why', async (line, reason) => {
    const { daymark } = device()
    // A push needs a sign-in first.
    const { code, out, err } = await daymark(line)
    expect([code === 2 || (line.startsWith('sync') && code === 3), out]).toEqual([true, ''])
    if (code === 2) expect(err).toContain(reason)
  })

  test('of any words ends with a known code, one JSON document, and no control characters', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...commands.flatMap(({ name }) => name.split(' ')),
        '--json',
        '--',
        '-h',
        '-',
        '--note',
        '@x',
        '%a/b',
      ),
      fc.constantFrom(
        '\u001b[31m',
        '\u0000',
        '\u202e',
        '../..',
        '$(id)',
        '`id`',
        "'; DROP TABLE rows; --",
        '💥',
        'x'.repeat(5000),
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    const { daymark } = device()
    const safe = new Set([
      'help',
      '--help',
      'status',
      'stats',
      'plans',
      'sync',
      'log',
      'completion',
      '__complete',
      'logout',
    ])
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (words) => {
        const named = commandNamed(words)
        fc.pre(named === null || safe.has(named.command.name))
        fc.pre(!words.some((one) => one.startsWith('--watch')))
        const { code, out, err } = await daymark([...words])
        expect([0, 1, 2, 3, 4]).toContain(code)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(out + err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
        if (words[0]?.startsWith('-')) return
        const json = await daymark([words[0] ?? 'status', '--json', ...words.slice(1)])
        if (json.out !== '') JSON.parse(json.out)
      }),
      { numRuns: 150 },
    )
  })
})

test('colour is for terminals, and for those who want it', async () => {
  const { daymark } = device()
  const colour = '\u001b['
  expect((await daymark('status', { columns: 80 })).out).toContain(colour)
  expect((await daymark('status')).out).not.toContain(colour)
  expect((await daymark('status', { columns: 80, env: { NO_COLOR: '1' } })).out).not.toContain(colour)
  expect((await daymark('status', { columns: 80, env: { TERM: 'dumb' } })).out).not.toContain(colour)
})
