import { expect, test } from 'vitest'
import { readCalendar } from './read'
import { calendarOf, eventLines } from './testing'

const reader = { from: '2015-01-01', to: '2015-12-31', time_zone: 'Europe/Berlin', own: [] }

const notesOf = (...lines: string[]) => {
  const read = readCalendar(calendarOf(eventLines('A', '20150714T090000Z', ...lines)), reader)
  return 'problem' in read ? read.problem : read.meetings[0]?.preparation_notes
}

test.each([
  ['of Google', 'DESCRIPTION:Agenda:<br>1. <b>Plan</b><br>2. Q&amp\\;A', 'Agenda:\n1. Plan\n2. Q&A'],
  [
    'of Google with lines of text',
    'DESCRIPTION:Agenda:\\n<b>Plan</b> first\\nthen <i>the rest</i>',
    'Agenda:\nPlan first\nthen the rest',
  ],
  ['with a list', 'DESCRIPTION:<p>Bring:</p><ul><li>figures</li><li>tea</li></ul>', 'Bring:\n- figures\n- tea'],
  ['with a link', 'DESCRIPTION:<a href="https://meet.example.com/x">Join</a>', 'Join (https://meet.example.com/x)'],
  ['of Thunderbird', 'DESCRIPTION:<body>\\n<div>One\\, two</div>\\n<div>three</div>\\n</body>', 'One, two\nthree'],
  [
    'of Outlook alone',
    'X-ALT-DESC;FMTTYPE=text/html:<html><body>\\n<p>Hello\\, you</p>\\n<p>Bye</p></body></html>',
    'Hello, you\nBye',
  ],
  ['in capitals', 'DESCRIPTION:<HTML><BODY><P>Hello</P></BODY></HTML>', 'Hello'],
])('a description that is HTML %s is text', (_, line, text) => {
  expect(notesOf(line)).toBe(text)
})

test.each([
  [
    'an address',
    'DESCRIPTION:Join <https://teams.example.com/a> or <ada@example.com>',
    'Join <https://teams.example.com/a> or <ada@example.com>',
  ],
  ['a comparison', 'DESCRIPTION:a < b and c > d', 'a < b and c > d'],
  ['a placeholder', 'DESCRIPTION:Ask <name> about List<b>', 'Ask <name> about List<b>'],
  ['lines', 'DESCRIPTION:One\\n\\n- two\\n  three & four', 'One\n\n- two\n  three & four'],
])('a description with %s stays as it is', (_, line, text) => {
  expect(notesOf(line)).toBe(text)
})

test('a description in words comes before one in HTML, and a long one is cut with a warning', () => {
  expect(notesOf('X-ALT-DESC;FMTTYPE=text/html:<p>Other</p>', 'DESCRIPTION:Words')).toBe('Words')
  expect(notesOf('LOCATION:Room 5', 'X-ALT-DESC;FMTTYPE=text/html:<p>Other</p>', 'DESCRIPTION:\\n')).toBe(
    'Location: Room 5\n\nOther',
  )
})
