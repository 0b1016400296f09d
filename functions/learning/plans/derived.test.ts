import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlan } from './markdown/read'
import { derivedColumns } from './put'

test('the hours of a plan are those of its chunks without skipped ones', () => {
  const chunk = fc.record({
    minutes: fc.nat(600),
    status: fc.constantFrom('not-started', 'in-progress', 'completed', 'skipped'),
  })
  const check = fc.property(fc.array(chunk, { maxLength: 6 }), (chunks) => {
    const texts = chunks.map(
      ({ minutes, status }, index) =>
        `## Chunk ${index}: C {#c${index}}\n**Duration**: ${minutes} minutes\n**Status**: ${status}\n`,
    )
    const plan = readPlan(`---\nid: p\ntitle: P\n---\n\n${texts.join('\n')}`)
    if ('errors' in plan) throw new Error(JSON.stringify(plan.errors))
    const wanted = chunks.reduce((sum, { minutes, status }) => sum + (status === 'skipped' ? 0 : minutes), 0)
    expect(derivedColumns(plan).plan.planned_minutes).toBe(wanted)
  })
  fc.assert(check, { examples: [[[{ minutes: 30, status: 'skipped' }]]] })
})
