import { expect, test } from 'vitest'
import { interpretGoal } from './line'

/** A Friday. */
const today = '2026-11-27'

const project = (id: string, name: string) => ({
  id,
  name,
  client: '',
  color: 'blue' as const,
  status: 'active' as const,
})
const names = { projects: [project('b', 'Beta'), project('c', 'Client work')], goals: [], tags: ['deep', 'social'] }

/** Reading of a line: title | target and its period | date | what it counts | not understood. */
const readingOf = (line: string) => {
  const { values, parts, unclear } = interpretGoal(line, today, names as never)
  const said = (label: string) => parts.flatMap((one) => (one.label === label && !one.isOpen ? [one.text] : []))
  expect(parts.some(({ isWrong }) => isWrong)).toBe(unclear.length > 0)
  return [
    values.title,
    ...said('target'),
    values.target_date,
    ...said('counts').map((text) => `counts ${text}`),
    ...parts.flatMap(({ isWrong, text }) => (isWrong ? [`? ${text}`] : [])),
  ]
    .filter(Boolean)
    .join(' | ')
}

const lines = `
200 hours of @Beta by June => 200 hours of Beta | 200h in all | 2027-06-01 | counts Beta
100h of #deep by 1 June => 100h of #deep | 100h in all | 2027-06-01 | counts #deep
100h of @Beta by 1 June => 100h of Beta | 100h in all | 2027-06-01 | counts Beta
@Beta 100h by 1 June => 100h of Beta | 100h in all | 2027-06-01 | counts Beta
@Beta: 100h by June => 100h of Beta | 100h in all | 2027-06-01 | counts Beta
100h on @Beta => 100h of Beta | 100h in all | counts Beta
100h for @Client work until June => 100h of Client work | 100h in all | 2027-06-01 | counts Client work
spend 40h on @Beta by Friday => 40h of Beta | 40h in all | 2026-12-04 | counts Beta
write thesis @Beta 200h by June => write thesis | 200h in all | 2027-06-01 | counts Beta
40h @Beta this month => 40h this month of Beta | 40h in all | 2026-11-30 | counts Beta
20 sessions of @Beta by June => 20 sessions of Beta | 20 sessions in all | 2027-06-01 | counts Beta
10 hours a week on @Beta => 10 hours a week of Beta | 10h a week | counts Beta
10 hours a week for @Client work until June => 10 hours a week of Client work | 10h a week | 2027-06-01 | counts Client work
work on @Beta 5h a week => work on Beta | 5h a week | counts Beta
read papers for @Beta 5h a week => read papers | 5h a week | counts Beta
an hour of @Beta each weekday => an hour each weekday of Beta | 1h a day on weekdays | counts Beta
max 2 hours a day on #social => max 2 hours a day of #social | at most 2h a day | counts #social
limit #social to 30m a day => at most 30m a day of #social | at most 30m a day | counts #social
no more than 5 hours a week of #social or #deep => no more than 5 hours a week of #social, #deep | at most 5h a week | counts #social, #deep
#deep at least 10h a week => at least 10h a week of #deep | 10h a week | counts #deep
do 5 sessions of #deep a week => 5 sessions a week of #deep | 5 sessions a week | counts #deep
half an hour a day of reading => reading | 30m a day
half an hour of reading every evening => reading | 30m a day
20 minutes a day of piano on weekdays => piano | 20m a day on weekdays
an hour of piano on mon and thu => piano | 1h a day on Mon, Thu
three hours of guitar a week => guitar | 3h a week
2h a day with the kids => with the kids | 2h a day
spend at least two hours a week on Spanish => Spanish | 2h a week
less than 2h a day of TikTok => TikTok | at most 2h a day
never more than 1 hour of email a day => email | at most 1h a day
limit TikTok to 30 minutes a day => TikTok | at most 30m a day
sleep 7h a night at least => sleep | 7h a day
daily 10 min meditation => meditation | 10m a day
yoga on mon and thu => yoga | on Mon, Thu
finish 10 tasks a week => finish 10 tasks a week | 10 tasks a week
finish 10 tasks => finish 10 tasks | 10 tasks in all
do 100 pushups a day => 100 pushups a day | 100 pushups a day
10k steps a day => 10k steps a day | 10,000 steps a day
a book a month => a book a month | 1 book a month
run thrice a week => run | 3 times a week
12 books this year => 12 books this year | 12 books in all | 2026-12-31
24 books in 2027 => 24 books in 2027 | 24 books in all | 2027-12-31
write 50,000 words in November => write | 50,000 words in all | 2026-11-30
12 books by December => 12 books | 12 books in all | 2026-12-01
100 hours of guitar this year => guitar | 100h in all | 2026-12-31
learn to cook this year => learn to cook | 2026-12-31
pass the exam on 12 June => pass the exam | 2027-06-12
I want to read 2 books a month => read | 2 books a month
100 pushups => 100 pushups
12 angry men => 12 angry men
run a 5k by June => run a 5k | 2027-06-01
weigh 70 kg by 1 March => weigh 70 kg | 2027-03-01 | ? 70 kg
from 80 to 75 kg by March => from 80 to 75 kg | 2027-03-01 | ? 80 to 75 kg
100 hours of practice by summer => practice 100 hours by summer | ? by summer
gym 3 times a week at 7 => gym 3 times a week at 7 | ? 3 times a week
10% of my time on #deep => 10% of my time | counts #deep | ? 10% | ? how much of it, e.g. 5h a week
ship @Beta by 1 June => ship Beta | 2027-06-01 | counts Beta | ? how much of it, e.g. 5h a week
`

test('each goal line as people say it has the reading behind it', () => {
  const rows = lines.trim().split('\n')
  const read = rows.map((row) => `${row.split(' => ')[0]} => ${readingOf(row.split(' => ')[0] ?? '')}`)
  expect(read).toEqual(rows)
})
