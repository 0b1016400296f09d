import { expect, test } from 'vitest'
import { type QueuedWrite, startsOf, stopOf, stopWithout } from './queue'

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

test.each<[what: string, lines: QueuedWrite[], made: number[]]>([
  ['itself alone', [typed(1)], [1000]],
  ['itself once it was sent', [], [1000]],
  [
    'the lines since the last Stop, the latest first',
    [start(-4), stop(-3), start(-2), line(-1, '/capture'), typed(0)],
    [1000, 0, -2000],
  ],
])('the Stop of a typed line names %s', (_, lines, made) => {
  expect(startsOf(typed(1), lines)).toEqual(made)
})

const logged = (id: number) => line(id, '/sessions/entry', 'entry=20m')

test.each<[what: string, line: QueuedWrite, rest: string | undefined]>([
  ['a line that may log leaves the others', logged(3), 'made=4000%2C2000'],
  ['a line that surely started leaves the later ones', typed(3), 'made=4000'],
  ['the last that surely started leaves none', typed(4), undefined],
])('of a Stop that names three lines, %s', (_, discarded, rest) => {
  expect(stopWithout(stop(9, 'made=4000,3000,2000'), discarded)?.body).toBe(rest)
})
