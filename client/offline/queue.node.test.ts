import { expect, test } from 'vitest'
import { type QueuedWrite, startsFrom, stopOf, stopWithout } from './queue'

const line = (id: number, url: string, body = ''): QueuedWrite => ({
  ...{ id, url, body, made: 1000 * id, person: 'a', key: `${id}`, headers: [] },
})
const start = (id: number) => line(id, '/timer/start')
const typed = (id: number) => line(id, '/sessions/entry')
const stop = (id: number, made = '') => line(id, '/timer/stop', made)

test.each<[what: string, lines: QueuedWrite[], stop: number | undefined]>([
  ['of a start', [start(1), stop(2)], 2],
  ['of a start, past what is neither', [start(1), line(2, '/capture'), stop(3)], 3],
  ['of a later start', [start(1), start(2), stop(3)], undefined],
  ['of a later line that may have started one', [start(1), typed(2), stop(3, 'made=2000')], undefined],
  ['of a typed line, which it names', [typed(1), line(2, '/capture'), stop(3, 'made=1000,500')], 3],
  ['of a later typed line, which names it, too', [typed(1), typed(2), stop(3, 'made=2000,1000')], 3],
  ['of a timer that ran before a line that logged', [typed(1), stop(2)], undefined],
  ['of a timer with the same words as a task', [line(1, '/capture'), stop(2)], undefined],
])('the first line has the Stop %s', (_, lines, id) => {
  expect(stopOf(lines[0] as QueuedWrite, lines)?.id).toBe(id)
})

const logged = (id: number) => line(id, '/sessions/entry', 'entry=20m')

test.each<[what: string, lines: QueuedWrite[], made: number[]]>([
  ['itself alone', [start(0), typed(1)], [1000]],
  ['itself once it was sent', [], [1000]],
  ['later lines, which may have ended its timer', [typed(1), line(2, '/capture'), logged(3)], [1000, 3000]],
])('the Stop of a typed line names %s', (_, lines, made) => {
  expect(startsFrom(typed(1), lines)).toEqual(made)
})

test.each<[what: string, names: string, rest: string | undefined]>([
  ['three lines leaves the others', 'made=2000,3000,4000', 'made=2000%2C4000'],
  ['itself alone leaves none', 'made=3000', undefined],
])('a discarded line of a Stop that names %s', (_, names, rest) => {
  expect(stopWithout(stop(9, names), logged(3))?.body).toBe(rest)
})
