import { expect, test } from 'vitest'
import { readBars } from './chart'

test('a bar leads to the days that it adds up, whichever of its parts has time', () => {
  const bars = ['0,,,,0', '60,,,,0', '0,,,,60', '60,,,60,'].map((rest) => `Week 10,2026-03-02,2026-03-08,${rest}`)
  const days = '/sessions?from=2026-03-02&to=2026-03-08'
  const read = readBars({ bars: bars.join('\n'), path: '/sessions?from=:from&to=:to' })
  expect(read.map(({ href }) => href)).toEqual(['', days, days, days])
})
